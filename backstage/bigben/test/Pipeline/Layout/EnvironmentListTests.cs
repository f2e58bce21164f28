using BigBen.Foundation;
using BigBen.Pipeline.Layout;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class EnvironmentListTests
{
    [Fact]
    public void The_order_is_that_of_the_chain_and_not_that_of_the_file()
    {
        var listed = EnvironmentList.Parse(
            "environments: {production: {hostPrefix: w, promotesFrom: qa}, qa: {hostPrefix: q, promotesFrom: dev}, dev: {hostPrefix: d}}");

        (listed.Way, listed.First, listed.Last).ShouldBe(("dev → qa → production", "dev", "production"));
        listed.Released.Select(environment => environment.Name).ShouldBe(["qa", "production"]);
        listed.Records.ShouldBe(listed.Names.Select(name => $"backstage/cd/environments/{name}.yaml"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("stepBack: true")]
    [InlineData("environments: {developer: {hostPrefix: dev}, production: {hostPrefix: production}}")]
    public void What_a_version_before_wrote_or_did_not_is_developer_and_production(string text) =>
        EnvironmentList.Parse(text).All.ShouldBe([new("developer", "dev"), new("production", "production", "developer")]);

    [Fact]
    public void This_repository_s_own_is_such_a_list() =>
        EnvironmentList.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, EnvironmentList.File))).All.Count.ShouldBeGreaterThan(1);

    [Theory]
    [InlineData("{a: {hostPrefix: a}}", "there must be two environments at least")]
    [InlineData("{}", "there must be two environments at least")]
    [InlineData("[a, b]", "must be a map of names")]
    [InlineData("{a: {hostPrefix: a}, b: {hostPrefix: b, promotesFrom: x}}", "'b' promotes from 'x', which is not an environment")]
    [InlineData(
        "{a: {hostPrefix: a}, b: {hostPrefix: b}, c: {hostPrefix: c, promotesFrom: a}}",
        "'a' and 'b' promote from none, and one alone takes what main builds")]
    [InlineData(
        "{a: {hostPrefix: a}, b: {hostPrefix: b, promotesFrom: a}, c: {hostPrefix: c, promotesFrom: a}}",
        "'b' and 'c' both promote from 'a'")]
    [InlineData(
        "{a: {hostPrefix: a}, b: {hostPrefix: b, promotesFrom: c}, c: {hostPrefix: c, promotesFrom: b}}",
        "'b' and 'c' promote from each other, in a circle")]
    [InlineData("{a: {hostPrefix: a, promotesFrom: b}, b: {hostPrefix: b, promotesFrom: a}}", "none takes what main builds")]
    [InlineData("{Staging: {hostPrefix: a}, b: {hostPrefix: b}}", "'Staging' cannot be an environment: use a-z")]
    [InlineData("{2nd: {hostPrefix: a}, b: {hostPrefix: b}}", "'2nd' cannot be an environment: use a-z")]
    [InlineData("{values: {hostPrefix: a}, b: {hostPrefix: b}}", "'values' cannot be an environment: that name means something else")]
    [InlineData("{kube-system: {hostPrefix: a}, b: {hostPrefix: b}}", "'kube-system' cannot be an environment: that name means")]
    [InlineData("{a: {hostPrefix: A.B}, b: {hostPrefix: b}}", "'a' needs a hostPrefix")]
    [InlineData("{a: {}, b: {hostPrefix: b}}", "'a' needs a hostPrefix")]
    public void What_is_no_chain_is_refused_where_it_breaks(string environments, string reason)
    {
        var error = Should.Throw<PlatformException>(() => EnvironmentList.Parse($"environments: {environments}\n"));

        error.Message.ShouldStartWith("backstage/cd/environments/values.yaml: ");
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public void What_is_no_YAML_is_refused_with_its_line() =>
        Should.Throw<PlatformException>(() => EnvironmentList.Parse("a: 1\nenvironments: [\n")).Message
            .ShouldStartWith("backstage/cd/environments/values.yaml, line ");

    [Fact]
    public async Task A_push_with_a_bad_list_is_refused_before_anything_is_built()
    {
        using var fixture = await PipelineFixture.CreateAsync(ThreeEnvironments.Files);
        await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync(
            "bad", (EnvironmentList.File, ThreeEnvironments.List.Replace("From: staging", "From: stagin", StringComparison.Ordinal)));
        fixture.Events.Clear();

        (await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, CancellationToken.None))).Message
            .ShouldContain("'production' promotes from 'stagin', which is not an environment");

        fixture.Steps.ShouldBe(["check main"]);
    }
}
