using BigBen.Foundation;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Existing.Rights;
using BigBen.Platforms.Kind;
using BigBen.Tests.Git;
using BigBen.Tests.Platforms.Existing.Rights;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Existing;

/// <summary>What <c>up</c> and <c>doctor</c> look at: each right that is missing is named, and nothing is made.</summary>
public sealed class ClusterReviewTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private FakeReviews _cluster = null!;
    private ExistingSettings _settings = null!;

    public async Task InitializeAsync()
    {
        _cluster = await FakeReviews.StartAsync("gitops");
        var state = new StateFolder(_folder["state"]);
        Directory.CreateDirectory(state.Path);
        File.WriteAllText(state.Kubeconfig, _cluster.Kubeconfig);
        var record = new ExistingRecord(
            "big-ben-1", "stand-in", "https://git.example/big-ben.git", "registry.example/team", "apps.example", 80, "nginx",
            InstallsArgoCd: false, PullSecret: "big-ben-registry")
        {
            Environments = ["developer", "production"],
        };
        _settings = new ExistingSettings(RepositoryRoot.Path, state, record, KindVersions.Read(RepositoryRoot.Path));
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task With_every_right_it_tells_where_Argo_CD_is()
    {
        var (settings, isJoined) = await ReviewAsync();

        settings.Record.ArgoCdNamespace.ShouldBe("gitops");
        isJoined.ShouldBeFalse();
    }

    [Fact]
    public async Task Each_right_that_is_taken_away_is_named()
    {
        var found = _settings with { Record = _settings.Record with { ArgoCdNamespace = "gitops" } };
        Right[] rights =
            [.. NeededRights.ToFindArgoCd(null), .. NeededRights.ToRun(found), .. NeededRights.ToMakeNamespaces()];
        foreach (var right in rights)
        {
            _cluster.Denied = right;

            var refusal = await Should.ThrowAsync<PlatformException>(ReviewAsync);

            refusal.Message.ShouldContain($"The cluster does not let you {right} ({right.Why}): ");
        }
    }

    [Fact]
    public async Task An_Argo_CD_to_be_installed_needs_everything()
    {
        _cluster.Denied = new Right("*", "*", "*", "", "");
        var installing = _settings with { Record = _settings.Record with { InstallsArgoCd = true, ArgoCdNamespace = "argocd" } };

        NeededRights.ToRun(installing).ShouldContain(right => right.ToString() == "* *.* in the whole cluster");
        (await new RightsReview(installing.OpenApi()).MissingAsync(NeededRights.ToRun(installing), CancellationToken.None))
            .ShouldHaveSingleItem().Verb.ShouldBe("*");
    }

    private Task<(ExistingSettings Settings, bool IsJoined)> ReviewAsync() =>
        new ClusterReview(_settings, argoCd: null).RunAsync(CancellationToken.None);
}
