using BigBen.Foundation;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;
using BigBen.Tests.Git;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Kubernetes.Proving;

public sealed class ProverTests
{
    [Fact]
    public async Task A_URL_is_asked_by_its_host_until_it_answers_with_the_version()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var cluster = await platform.ReadAsync();
        var application = ApplicationList.Find(cluster, "developer-service-b");
        var asked = 0;
        await using var ingress = await AnswerAsync(http =>
            http.Request.Host.Host == "dev.service-b.bigben.localhost" && Interlocked.Increment(ref asked) > 1
                ? application.Source.Tag
                : "old");

        var proofs = await new Prover(ingress.Port, TimeSpan.FromSeconds(30)).ProveAsync(cluster, [application], CancellationToken.None);

        proofs.ShouldBe([new Proof(application.Name, $"http://dev.service-b.bigben.localhost:{ingress.Port}", application.Source.Tag)]);
    }

    [Fact]
    public async Task Another_version_is_told()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var cluster = await platform.ReadAsync();
        await using var ingress = await AnswerAsync(_ => "old");

        var failure = await Should.ThrowAsync<UnhealthyException>(() => new Prover(ingress.Port, TimeSpan.Zero)
            .ProveAsync(cluster, [ApplicationList.Find(cluster, "developer-service-b")], CancellationToken.None));

        failure.Message.ShouldContain("/version answers version old where version 9fc8593 was expected");
        failure.ByVersion.ShouldBe(["service-b"]);
    }

    [Fact]
    public async Task Who_is_not_reached_is_told_and_blamed_on_no_version()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var cluster = await platform.ReadAsync();
        await using var ingress = await LoopbackServer.StartAsync(
            0,
            useIPv6: false,
            http =>
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            },
            CancellationToken.None);

        var failure = await Should.ThrowAsync<PlatformException>(() => new Prover(ingress.Port, TimeSpan.Zero)
            .ProveAsync(cluster, [ApplicationList.Find(cluster, "developer-service-b")], CancellationToken.None));

        failure.ShouldNotBeOfType<UnhealthyException>();
        failure.Message.ShouldContain("answers 503 Service Unavailable where version");
    }

    [Fact]
    public async Task Who_is_asleep_is_not_asked()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(ResourceKind.Deployments, "developer", "service-b", body => body["spec"]!["replicas"] = 0);
        var cluster = await platform.ReadAsync();
        var asked = 0;
        await using var ingress = await AnswerAsync(_ => $"{Interlocked.Increment(ref asked)}");

        (await new Prover(ingress.Port, TimeSpan.Zero)
            .ProveAsync(cluster, [ApplicationList.Find(cluster, "developer-service-b")], CancellationToken.None)).ShouldBeEmpty();

        asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_Service_without_a_URL_is_asked_by_way_of_the_API_server()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-b", body =>
        {
            body["status"]!["summary"]!.AsObject().Remove("externalURLs");
            var resources = body["status"]!["resources"]!.AsArray();
            resources.Remove(resources.Single(resource => (string?)resource!["kind"] == "Ingress"));
        });
        var cluster = await platform.ReadAsync();
        var application = ApplicationList.Find(cluster, "developer-service-b");
        var asked = "";
        await using var server = await AnswerAsync(http =>
        {
            asked = http.Request.Path;
            return application.Source.Tag;
        });
        using var folder = new TempFolder();
        using var api = KubernetesApi.Open(folder.Write("kubeconfig", $$"""
            {
              apiVersion: v1, kind: Config, current-context: a, contexts: [{ name: a, context: { cluster: a, user: a } }],
              clusters: [{ name: a, cluster: { server: "http://127.0.0.1:{{server.Port}}" } }], users: [{ name: a, user: { token: a } }]
            }
            """));

        var proofs =
            await new Prover(1, TimeSpan.FromSeconds(30), api: api).ProveAsync(cluster, [application], CancellationToken.None);

        proofs.ShouldBeEmpty();
        asked.ShouldBe("/api/v1/namespaces/developer/services/service-b:8012/proxy/version");
        // Our own API server has no such proxy.
        var failure = await Should.ThrowAsync<PlatformException>(() => new Prover(1, TimeSpan.Zero, api: platform.Api)
            .ProveAsync(cluster, [application], CancellationToken.None));
        failure.Message.ShouldContain("asked by way of the API server, answers 404");
    }

    private static Task<LoopbackServer> AnswerAsync(Func<HttpContext, string> version) =>
        LoopbackServer.StartAsync(
            0, useIPv6: false, http => http.Response.WriteAsync($$"""{"version":"{{version(http)}}"}"""), CancellationToken.None);
}
