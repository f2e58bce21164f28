namespace BigBen.Charts.Tests.App;

public class LintTests
{
    public static TheoryData<string[]> Sets =>
    [
        [],
        [RealHelm.Image],
        [RealHelm.Image, Everything.On],
        [RealHelm.Image, Everything.Off],
        [RealHelm.Image, Everything.Worker],
        [RealHelm.Image, Everything.Cronjob],
        [RealHelm.Image, Everything.Stateful],
        .. Repository.Deployments.Select(one => Deployed(Repository.ValuesFile(one.Environment, one.Service))),
        .. Repository.ExampleValues.Select(Deployed),
    ];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Helm_lint_has_nothing_to_say(string[] values)
    {
        var lint = await RealHelm.LintAsync(Repository.AppChart, values);

        lint.ExitCode.ShouldBe(0, lint.Output + lint.Error);
        lint.Output.ShouldContain("1 chart(s) linted, 0 chart(s) failed");
    }

    [Fact]
    public async Task Helm_lint_would_say_so() =>
        (await RealHelm.LintAsync(Repository.AppChart, "replicaCount: 1")).ExitCode.ShouldNotBe(0);

    private static string[] Deployed(string values) =>
    [
        RealHelm.Image,
        "ingress: {host: a.example}",
        File.ReadAllText(Repository.Path(values)),
    ];
}
