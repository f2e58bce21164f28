using BigBen.Foundation;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;

namespace BigBen.Tests.Pipeline;

/// <summary>Records that say themselves what they are, where no delivery is needed to make them.</summary>
internal static class TestRecords
{
    /// <summary>A run that nobody watches.</summary>
    public static Run Run => new("test", Path.GetTempPath(), TimeProvider.System, _ => { });

    /// <summary>Writes one record of developer, as a run does.</summary>
    public static Task<Plan> WriteAsync(IMainBranch branch, string service, ServiceRecord? record, string environment = "developer") =>
        new Rollout(branch).RunAsync(
            Run,
            "check",
            async head => new Plan(environment, head, await Recorder.CommitAsync(
                branch.Git, head, environment, new Dictionary<string, ServiceRecord?> { [service] = record }, $"record {service}",
                CancellationToken.None), service),
            CancellationToken.None);
}

/// <summary>Every image is there, and has the same digest.</summary>
internal sealed class EveryImage(string digest) : IServiceImages
{
    public string NameOf(string service) => service;

    public Task<string?> FindAsync(string service, string imageCommit, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(digest);

    public Task<string?> DigestAsync(string service, string tag, CancellationToken cancellationToken) => Task.FromResult<string?>(digest);

    public Task<bool> HasAsync(string service, string digest, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task TagAsync(string service, string digest, string tag, CancellationToken cancellationToken) => Task.CompletedTask;
}
