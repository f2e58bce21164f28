using System.Text.Json;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Kubernetes;

public sealed class KubernetesApiTests
{
    [Fact]
    public void A_kubeconfig_that_is_not_there_is_told() =>
        Should.Throw<PlatformException>(() => KubernetesApi.Open("/nowhere/kubeconfig"))
            .Message.ShouldContain("There is no kubeconfig '/nowhere/kubeconfig'");

    [Fact]
    public async Task A_context_that_is_not_there_and_a_damaged_file_are_told()
    {
        await using var platform = await TestPlatform.StartAsync();
        using var folder = new TestDirectory();
        await File.WriteAllTextAsync(folder["damaged"], "clusters: [");

        Should.Throw<PlatformException>(() => KubernetesApi.Open(platform.Server.Kubeconfig, "other")).Message.ShouldContain("other");
        Should.Throw<PlatformException>(() => KubernetesApi.Open(folder["damaged"])).Message.ShouldContain("cannot be used");
    }

    [Fact]
    public async Task An_object_keeps_fields_that_nobody_here_knows()
    {
        await using var platform = await TestPlatform.StartAsync();
        platform.Put(ResourceKind.Applications, JsonDocument.Parse("""
            { "metadata": { "name": "x", "namespace": "argocd" }, "spec": { "project": "default", "ofTomorrow": { "a": [1, 2] } } }
            """).RootElement);

        var found = await platform.Api.FindAsync(ResourceKind.Applications, "argocd", "x", CancellationToken.None);

        found!.Value.At("spec", "ofTomorrow")!.Value.GetRawText().ShouldBe("""{"a":[1,2]}""");
        (await platform.Api.FindAsync(ResourceKind.Applications, "argocd", "y", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_in_its_words()
    {
        await using var platform = await TestPlatform.StartAsync();

        var failure = await Should.ThrowAsync<PlatformException>(
            () => platform.Api.PatchAsync(ResourceKind.Pods, "developer", "nobody", new { metadata = new { } }, CancellationToken.None));

        failure.Message.ShouldEndWith("does not patch pods: pods \"nobody\" not found");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_failure_and_a_caller_that_gives_up_is_not()
    {
        using var silent = new SilentApi();
        ((k8s.Kubernetes)silent.Api.Client).HttpClientTimeout = TimeSpan.FromMilliseconds(200);
        // With the usual patience, so that it is the caller who gives up first.
        using var patient = new SilentApi();
        using var caller = new CancellationTokenSource();

        var failure = await Should.ThrowAsync<PlatformException>(() => silent.Api.ListAsync(ResourceKind.Pods));
        var asking = patient.Api.ListAsync(ResourceKind.Pods, cancellationToken: caller.Token);
        await caller.CancelAsync();

        failure.Message.ShouldBe($"The Kubernetes API at {silent.Api.Server} does not list pods: it does not answer");
        await Should.ThrowAsync<OperationCanceledException>(asking);
    }

    [Fact]
    public async Task A_credential_plugin_that_fails_is_reported_in_one_sentence()
    {
        await using var platform = await TestPlatform.StartAsync();
        using var plugin = new CredentialPlugin(platform, platform.Api.Server.Port);
        using var api = plugin.Open();
        await api.AuthenticateAsync(CancellationToken.None);

        plugin.Break();

        var failure = await Should.ThrowAsync<PlatformException>(() => api.AuthenticateAsync(CancellationToken.None));
        failure.Message.ShouldStartWith($"The Kubernetes API at {api.Server} does not create selfsubjectreviews: external exec failed");
        failure.Message.ShouldNotContain("   at ");
        var answer = await HttpAnswer.OfAsync(
            token => api.AskServiceAsync("developer", "service-a", 80, "", token), CancellationToken.None, TimeSpan.FromMinutes(1));
        answer.Summary.ShouldStartWith("nothing (external exec failed");
    }
}
