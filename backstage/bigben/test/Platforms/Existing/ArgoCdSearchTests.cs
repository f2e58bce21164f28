using System.Text.Json;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Platforms.Existing;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Kubernetes;

namespace BigBen.Tests.Platforms.Existing;

/// <summary>Argo CD is found by what a real one's controller looks like, wherever it is.</summary>
public sealed class ArgoCdSearchTests : IAsyncLifetime
{
    private TestPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await TestPlatform.StartAsync("gitops", "other", "argocd");

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task It_is_found_in_any_namespace()
    {
        Put("gitops");
        Put("other", "repo-server");

        (await FindAsync()).ShouldBe("gitops");
        (await FindAsync("gitops")).ShouldBe("gitops");
        (await RefusalAsync(named: "other")).ShouldContain("no Argo CD in the namespace 'other'");
    }

    [Fact]
    public async Task Where_there_is_none_one_is_installed_if_asked_for()
    {
        (await RefusalAsync()).ShouldContain("--install-argocd");
        (await FindAsync(installs: true)).ShouldBe("argocd");
    }

    [Fact]
    public async Task Of_several_one_is_named_and_there_is_never_a_second_one_of_ours()
    {
        Put("gitops");
        (await RefusalAsync(installs: true)).ShouldContain("in the namespace gitops");
        Put("other");

        (await RefusalAsync()).ShouldContain("gitops, other: choose one by --argocd-namespace");
        (await FindAsync("other")).ShouldBe("other");
    }

    // As the real chart makes it.
    private void Put(string ns, string component = "application-controller")
    {
        var controllers = Golden.Read("objects/statefulsets.json").GetProperty("items").EnumerateArray();
        var body = JsonSerializer.SerializeToNode(controllers.Single(item => item.NameOf().Contains("controller")))!;
        body["metadata"]!["namespace"] = ns;
        body["metadata"]!["labels"]!["app.kubernetes.io/component"] = component;
        _platform.Put(ResourceKind.StatefulSets, JsonSerializer.SerializeToElement(body));
    }

    private Task<string> FindAsync(string? named = null, bool installs = false) =>
        new ArgoCdSearch(_platform.Api).FindAsync(named, installs, CancellationToken.None);

    private async Task<string> RefusalAsync(string? named = null, bool installs = false) =>
        (await Should.ThrowAsync<PlatformException>(() => FindAsync(named, installs))).Message;
}
