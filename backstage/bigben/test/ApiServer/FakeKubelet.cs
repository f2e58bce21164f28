using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer;

namespace BigBen.Tests.ApiServer;

/// <summary>Logs and measurements as a test likes them; remembers what it was asked.</summary>
internal sealed class FakeKubelet : IPodLogs, IContainerRuntime, IResourceMetrics
{
    public ConcurrentQueue<LogOptions> Asked { get; } = new();

    /// <summary>Opens a log; by default one line, and none of a run before.</summary>
    public Func<LogOptions, Stream?> Open { get; set; } = options => options.Previous ? null : new MemoryStream("started\n"u8.ToArray());

    public IReadOnlyList<JsonObject> PodMetrics { get; set; } = [];

    public IReadOnlyList<JsonObject> NodeMetrics { get; set; } = [];

    public Task<Stream?> OpenAsync(JsonElement pod, LogOptions options, CancellationToken cancellationToken)
    {
        Asked.Enqueue(options);
        return Task.FromResult(Open(options));
    }

    public IRunningContainer? Find(JsonElement pod, string? container) => null;

    public IReadOnlyList<JsonObject> Pods() => PodMetrics;

    public IReadOnlyList<JsonObject> Nodes() => NodeMetrics;
}
