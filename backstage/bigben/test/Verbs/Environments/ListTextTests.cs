using BigBen.Foundation;
using BigBen.Pipeline.Layout;
using BigBen.Tests.Pipeline;
using BigBen.Tests.Scenario;
using BigBen.Verbs.Environments;

namespace BigBen.Tests.Verbs.Environments;

/// <summary>Edits leave every other character as people wrote it.</summary>
public sealed class ListTextTests
{
    private static string Own => File.ReadAllText(Path.Combine(RepositoryRoot.Path, EnvironmentList.File));

    [Theory]
    [InlineData("developer", "developer → x → staging → production")]
    [InlineData("staging", "developer → staging → x → production")]
    [InlineData("production", "developer → staging → production → x")]
    public void What_is_put_in_anywhere_and_taken_out_leaves_the_text_as_it_was(string after, string way)
    {
        var text = ListText.With(ThreeEnvironments.List, new DeliveryEnvironment("x", "ex", after));

        EnvironmentList.Parse(text).Way.ShouldBe(way);
        EnvironmentList.Parse(text).Require("x").HostPrefix.ShouldBe("ex");
        text.ShouldStartWith("# What people wrote above stays.\n");
        ListText.Without(text, "x").ShouldBe(ThreeEnvironments.List);
    }

    [Fact]
    public void This_repository_s_own_list_takes_one_and_gives_it_back()
    {
        var listed = EnvironmentList.Parse(Own);

        ListText.Without(ListText.With(Own, new DeliveryEnvironment("x", "x", listed.First)), "x").ShouldBe(Own);
    }

    [Theory]
    [InlineData("    approvals: 1\n    releaseWindows:\n      - kind: deny\n        schedule: 0 18 * * 5\n        duration: 62h\n")]
    [InlineData("    deployers: [ana@example.com]\n    releaseWindows: [{ kind: deny, schedule: 0 18 * * 5, duration: 62h }]\n")]
    public void Rules_of_the_environments_around_it_stay_theirs(string rules)
    {
        const string before = "promotesFrom: developer\n";
        var list = ThreeEnvironments.List.Replace(before, before + rules, StringComparison.Ordinal);

        var text = ListText.With(list, new DeliveryEnvironment("x", "ex", "staging"));

        EnvironmentList.Parse(text).Require("staging").Protection.ReleaseWindows.Count.ShouldBe(1);
        EnvironmentList.Parse(text).Require("x").Protection.IsAny.ShouldBeFalse();
        ListText.Without(text, "x").ShouldBe(list);
    }

    [Fact]
    public void The_chain_closes_around_what_is_taken_out()
    {
        EnvironmentList.Parse(ListText.Without(ThreeEnvironments.List, "staging")).All
            .ShouldBe([new("developer", "dev"), new("production", "production", "developer")]);
        EnvironmentList.Parse(ListText.Without(ThreeEnvironments.List, "production")).Last.ShouldBe("staging");
        // Around the one in the middle, and not to the first.
        var four = ListText.With(ThreeEnvironments.List, new DeliveryEnvironment("preview", "pre", "staging"));
        EnvironmentList.Parse(ListText.Without(four, "preview")).Way.ShouldBe("developer → staging → production");
    }

    [Theory]
    [InlineData("environments:\n  developer:\n    hostPrefix: dev # short\n  production:\n    hostPrefix: www\n")]
    [InlineData("environments:\n  developer: { hostPrefix: dev } # short\n  production: { hostPrefix: www } # last")]
    [InlineData("environments:\n  developer: { hostPrefix: dev } # short\n\n  # people\n  production: { hostPrefix: www }\nport: 0\n")]
    public void A_list_of_a_version_before_says_from_then_on_what_promotes_from_what(string text)
    {
        var edited = ListText.With(text, new DeliveryEnvironment("staging", "st", "developer"));

        EnvironmentList.Parse(edited).Way.ShouldBe("developer → staging → production");
        edited.ShouldContain("# short");
        edited.ShouldContain("promotesFrom: staging");
        EnvironmentList.Parse(ListText.With(edited, new DeliveryEnvironment("last", "l", "production"))).Last.ShouldBe("last");
    }

    [Theory]
    [InlineData("stepBack: true\n")]
    [InlineData("environments: {developer: {hostPrefix: dev}, production: {hostPrefix: www}}\n")]
    public void What_is_no_list_in_lines_is_left_to_people(string text) =>
        Should.Throw<PlatformException>(() => ListText.With(text, new DeliveryEnvironment("x", "x", "developer"))).Message
            .ShouldContain("write it so");
}
