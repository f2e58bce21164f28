using BigBen.Foundation;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Proving;
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

        var failure = await Should.ThrowAsync<PlatformException>(() => new Prover(ingress.Port, TimeSpan.Zero)
            .ProveAsync(cluster, [ApplicationList.Find(cluster, "developer-service-b")], CancellationToken.None));

        failure.Message.ShouldContain("/version answers version old where version 9fc8593 was expected");
    }

    private static Task<LoopbackServer> AnswerAsync(Func<HttpContext, string> version) =>
        LoopbackServer.StartAsync(
            0, useIPv6: false, http => http.Response.WriteAsync($$"""{"version":"{{version(http)}}"}"""), CancellationToken.None);
}
