using BigBen.Foundation;
using BigBen.Pipeline.Layout;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class ProtectionRulesTests
{
    [Fact]
    public void Rules_are_lines_of_an_environment()
    {
        var rules = EnvironmentList.Parse("""
            environments:
              developer: {hostPrefix: dev}
              production:
                hostPrefix: production
                promotesFrom: developer
                approvals: 2
                deployers: [ana@example.com, "@octocat", "@release[bot]"]
                releaseWindows: [{ kind: deny, schedule: "0 18 * * 5", duration: 62h, timeZone: Europe/Berlin }]
            """).Require("production").Protection;

        (rules.Approvals, rules.IsAny).ShouldBe((2, true));
        rules.Deployers.ShouldBe(["ana@example.com", "@octocat", "@release[bot]"]);
        var window = rules.ReleaseWindows.ShouldHaveSingleItem();
        (window.Kind, window.Schedule, window.Duration, window.TimeZone).ShouldBe(("deny", "0 18 * * 5", "62h", "Europe/Berlin"));
        EnvironmentList.Parse("").All.ShouldAllBe(environment => !environment.Protection.IsAny);
    }

    [Theory]
    [InlineData("approvals: few", "approvals must be a number from 0 to 10, not 'few'")]
    [InlineData("approvals: 11", "approvals must be a number from 0 to 10")]
    [InlineData("deployers: ana@example.com", "deployers must be a list")]
    [InlineData("deployers: [Ana]", "'Ana' is nobody")]
    [InlineData("deployers: [\"@org/team\"]", "'@org/team' is a team, whose members cannot be known here")]
    [InlineData("releaseWindows: [{kind: maybe, schedule: 0 18 * * 5, duration: 1h}]", "kind must be allow or deny, not 'maybe'")]
    [InlineData("releaseWindows: [{kind: deny, schedule: weekends, duration: 1h}]", "cannot parse schedule 'weekends'")]
    [InlineData("releaseWindows: [{kind: deny, schedule: 0 18 * * 5}]", "cannot parse duration ''")]
    [InlineData("releaseWindows: [weekends]", "a window of releaseWindows has kind, schedule and duration")]
    public void What_means_nothing_is_refused_with_the_file_and_the_environment(string rule, string reason)
    {
        var error = Should.Throw<PlatformException>(() => EnvironmentList.Parse(
            $"environments: {{a: {{hostPrefix: a}}, b: {{hostPrefix: b, promotesFrom: a, {rule}}}}}\n"));

        error.Message.ShouldStartWith($"{EnvironmentList.File}: 'b': ");
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public void The_first_environment_has_none_for_main_is_what_to_protect() =>
        Should.Throw<PlatformException>(() => EnvironmentList.Parse(
            "environments: {a: {hostPrefix: a, approvals: 1}, b: {hostPrefix: b, promotesFrom: a}}\n")).Message
            .ShouldContain("'a' takes what main builds: who may push to main");
}
