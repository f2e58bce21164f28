using BigBen.Foundation;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;
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
            $"{http.Request.Host.Host} {Interlocked.Increment(ref asked)}" == "dev.service-b.bigben.localhost 2"
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

    private static Task<LoopbackServer> AnswerAsync(Func<HttpContext, string> version) =>
        LoopbackServer.StartAsync(
            0, useIPv6: false, http => http.Response.WriteAsync($$"""{"version":"{{version(http)}}"}"""), CancellationToken.None);
}
