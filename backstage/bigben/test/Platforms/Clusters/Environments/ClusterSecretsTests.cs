using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Platforms.Clusters.Environments;
using BigBen.Platforms.Existing.Rights;
using BigBen.Tests.Kubernetes;
using BigBen.Tests.Platforms.Kind;

namespace BigBen.Tests.Platforms.Clusters.Environments;

/// <summary>What is known of a cluster's Secrets, by a real API, as its owner and as somebody with fewer rights.</summary>
public sealed class ClusterSecretsTests : IAsyncLifetime
{
    private TestPlatform _platform = null!;

    public async Task InitializeAsync()
    {
        _platform = await TestPlatform.StartAsync();
        _platform.Server.Create(
            "v1", "secrets", "developer", """{ "metadata": { "name": "keys" }, "data": { "ONE": "YQ==", "TWO": "Yg==" } }""");
        _platform.Server.Create("v1", "secrets", "developer", """{ "metadata": { "name": "empty" } }""");
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task Of_one_that_is_there_the_keys_are_known_and_one_that_is_not_is_missing()
    {
        var secrets = new ClusterSecrets(_platform.Api);

        (await secrets.FindAsync("developer", "keys", CancellationToken.None))!.Keys.ShouldBe(["ONE", "TWO"]);
        (await secrets.FindAsync("developer", "empty", CancellationToken.None))!.Keys.ShouldBe([]);
        (await secrets.FindAsync("developer", "none", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Where_nobody_may_look_every_one_is_taken_for_there_with_any_key()
    {
        var (group, plural) = (ResourceKind.ConfigMaps.Group, ResourceKind.ConfigMaps.Plural);
        await _platform.Server.GrantAsync(
            "reader", rules: FakeCluster.Rule(new Right("get", group, plural, "developer", "to be somebody")));
        using var api = KubernetesApi.Open(_platform.Server.Accounts.KubeconfigOf("reader"));
        var secrets = new ClusterSecrets(api);

        foreach (var name in new[] { "keys", "none" })
            (await secrets.FindAsync("developer", name, CancellationToken.None)).ShouldNotBeNull(name).Keys.ShouldBeNull(name);
    }

    [Fact]
    public async Task What_is_no_refusal_of_rights_is_no_answer()
    {
        using var api = KubernetesApi.Open(_platform.Server.Kubeconfig, token: "wrong");

        (await new ClusterSecrets(api).FindAsync("developer", "keys", CancellationToken.None).ShouldThrowAsync<PlatformException>())
            .Message.ShouldContain("does not get secrets");
    }
}
