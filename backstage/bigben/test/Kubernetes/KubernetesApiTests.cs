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
}
