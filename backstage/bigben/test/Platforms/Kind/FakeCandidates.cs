using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Candidates;
using BigBen.Tests.Kubernetes;
using Microsoft.AspNetCore.Http;
using JsonFields = BigBen.Kubernetes.JsonFields;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>The kubelet of candidates: each is ready as soon as it is there, and answers with the version of its variables.</summary>
internal sealed class FakeCandidates : IAsyncDisposable
{
    private readonly FakeCluster _cluster;
    private readonly List<LoopbackServer> _servers = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _following;

    internal FakeCandidates(FakeCluster cluster)
    {
        _cluster = cluster;
        _following = FollowAsync(cluster.Store.List(TestPlatform.Resource(ResourceKind.Pods)).Version);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        foreach (var server in _servers)
            await server.DisposeAsync();
        _end.Dispose();
    }

    private async Task FollowAsync(long version)
    {
        try
        {
            await foreach (var change in _cluster.Store.WatchAsync(TestPlatform.Resource(ResourceKind.Pods), null, version, _end.Token))
            {
                if (change.Type == WatchEvent.Added && JsonFields.TextAt(change.Value, "metadata", "labels", CandidatePod.Label).Length > 0)
                    await StartAsync(change.Value);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The cluster is gone.
        }
    }

    private async Task StartAsync(JsonElement pod)
    {
        var container = JsonFields.ItemsAt(pod, "spec", "containers").Single();
        var version = JsonFields.ItemsAt(container, "env").Single(variable => JsonFields.TextAt(variable, "name") == "APP_VERSION");
        var port = JsonFields.ItemsAt(container, "ports").Single(port => JsonFields.TextAt(port, "name") == "http");
        var answer = new { version = JsonFields.TextAt(version, "value") };
        var server = await LoopbackServer.StartAsync(0, useIPv6: false, http => http.Response.WriteAsJsonAsync(answer), _end.Token);
        _servers.Add(server);
        // Where it is to be asked is known before it is ready: a change writes the status first.
        Change(body => body["metadata"]!["annotations"] = new JsonObject
        {
            ["bigben.localhost/ports"] =
                new JsonObject { [$"{JsonFields.NumberAt(port, "containerPort")}"] = server.Port }.ToJsonString(),
        });
        Change(body => body["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }),
        });

        void Change(Action<JsonObject> change) =>
            _cluster.Change(ResourceKind.Pods, JsonFields.NamespaceOf(pod), JsonFields.NameOf(pod), change);
    }
}
