using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Tests.ApiServer;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Kubernetes.Caching;

public sealed class ClusterCacheTests
{
    [Fact]
    public async Task What_is_made_changed_and_deleted_is_seen()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var cache = await StartAsync(platform.Api);
        cache.Objects.Of(ResourceKind.Pods).ShouldBeEmpty();

        platform.Put(ResourceKind.Pods, Pod("one"));
        await TestPlatform.UntilAsync(cache, () => Names(cache) is ["one"]);
        Label(platform, "one", "b");
        await TestPlatform.UntilAsync(cache, () => cache.Objects.Of(ResourceKind.Pods)[0].TextAt("metadata", "labels", "a") == "b");
        platform.Delete(ResourceKind.Pods, "developer", "one");
        await TestPlatform.UntilAsync(cache, () => Names(cache) is []);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_made_again_and_nothing_in_between_is_missed()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var proxy = new CuttableProxy(platform.Api.Server.Port);
        using var api = proxy.Open(platform);
        await using var cache = await StartAsync(api);
        platform.Put(ResourceKind.Pods, Pod("before"));
        await TestPlatform.UntilAsync(cache, () => Names(cache) is ["before"]);

        proxy.IsDown = true;
        proxy.Cut();
        await TestPlatform.UntilAsync(cache, () => cache.Failure is not null);
        platform.Put(ResourceKind.Pods, Pod("meanwhile"));
        platform.Delete(ResourceKind.Pods, "developer", "before");
        proxy.IsDown = false;

        await TestPlatform.UntilAsync(cache, () => Names(cache) is ["meanwhile"] && cache.Failure is null);
    }

    [Fact]
    public async Task A_connection_that_is_back_is_reported_even_when_nothing_has_changed()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var proxy = new CuttableProxy(platform.Api.Server.Port);
        using var api = proxy.Open(platform);
        await using var cache = await StartAsync(api);
        proxy.IsDown = true;
        proxy.Cut();
        await TestPlatform.UntilAsync(cache, () => cache.Failure is not null);
        var version = cache.Version;

        proxy.IsDown = false;

        // It answers again a moment before that is told.
        await TestPlatform.UntilAsync(cache, () => cache.Failure is null && cache.Version > version);
    }

    [Fact]
    public async Task A_credential_plugin_that_fails_is_reported_and_run_again()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var proxy = new CuttableProxy(platform.Api.Server.Port);
        using var plugin = new CredentialPlugin(platform, proxy.Port);
        using var api = plugin.Open();
        await using var cache = await StartAsync(api);
        // What is seen is seen by a watch: one that still began would begin by a token from before, and nothing would be amiss.
        platform.Put(ResourceKind.Pods, Pod("before"));
        await TestPlatform.UntilAsync(cache, () => Names(cache) is ["before"]);

        plugin.Break();
        proxy.Cut();
        await TestPlatform.UntilAsync(cache, () => cache.Failure?.Contains("external exec failed", StringComparison.Ordinal) ?? false);
        platform.Put(ResourceKind.Pods, Pod("meanwhile"));
        plugin.Repair();

        await TestPlatform.UntilAsync(cache, () => Names(cache) is ["before", "meanwhile"] && cache.Failure is null);
    }

    [Fact]
    public async Task A_watch_that_is_too_far_behind_lists_again_and_reports_no_failure()
    {
        var lists = 0;
        using var folder = new TestDirectory();
        await using var server = await LoopbackServer.StartAsync(0, useIPv6: false, AnswerAsync, CancellationToken.None);
        using var api = SilentApi.Open(folder, server.Port);
        await using var cache = await StartAsync(api);
        var failures = new List<string?>();

        await TestPlatform.UntilAsync(cache, () =>
        {
            failures.Add(cache.Failure);
            return Names(cache) is ["pod-2"];
        });

        failures.ShouldAllBe(failure => failure == null);

        Task AnswerAsync(HttpContext http)
        {
            if (http.Request.Query["watch"] != "true")
                return http.Response.WriteAsync($$"""
                    { "metadata": { "resourceVersion": "{{++lists}}" }, "items": [{{Pod($"pod-{lists}").GetRawText()}}] }
                    """);
            if (http.Request.Query["resourceVersion"] != "1")
                return Task.Delay(Timeout.Infinite, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status410Gone;
            return http.Response.WriteAsync("""{ "kind": "Status", "code": 410, "message": "too old resource version: 1" }""");
        }
    }

    [Fact]
    public async Task An_API_that_does_not_answer_is_told_at_once()
    {
        using var folder = new TestDirectory();
        await using (var platform = await TestPlatform.StartAsync())
            File.Copy(platform.Server.Kubeconfig, folder["kubeconfig"]);
        using var gone = KubernetesApi.Open(folder["kubeconfig"]);

        var failure = await Should.ThrowAsync<PlatformException>(() => StartAsync(gone));

        failure.Message.ShouldStartWith($"The Kubernetes API at {gone.Server} does not list pods: ");
    }

    private static Task<ClusterCache> StartAsync(KubernetesApi api) =>
        ClusterCache.StartAsync(api, TimeProvider.System, CancellationToken.None, [ResourceKind.Pods]);

    private static List<string> Names(ClusterCache cache) => [.. cache.Objects.Of(ResourceKind.Pods).Select(pod => pod.NameOf())];

    private static void Label(TestPlatform platform, string pod, string value) =>
        platform.Change(ResourceKind.Pods, "developer", pod, body => body["metadata"]!["labels"] = new JsonObject { ["a"] = value });

    private static JsonElement Pod(string name) => JsonDocument.Parse($$"""
        { "metadata": { "name": "{{name}}", "namespace": "developer" }, "spec": { "containers": [{ "name": "c", "image": "x:1" }] } }
        """).RootElement;
}
