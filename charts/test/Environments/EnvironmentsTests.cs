namespace BigBen.Charts.Tests.Environments;

public class EnvironmentsTests
{
    [Fact]
    public async Task With_no_records_there_are_projects_and_no_applications() =>
        GoldenFile.ShouldBe("environments-empty", await RealHelm.EnvironmentsAsync(Delivered.Settings, "developer: {}", "production: {}"));

    [Fact]
    public async Task With_one_record_there_is_one_application() =>
        GoldenFile.ShouldBe("environments-one", await RealHelm.EnvironmentsAsync(
            Delivered.Settings, string.Join('\n', Delivered.Developer.Split('\n').Take(2)), "production: {}"));

    [Fact]
    public async Task With_all_records_there_is_an_application_for_each() =>
        GoldenFile.ShouldBe(
            "environments-all", await RealHelm.EnvironmentsAsync(Delivered.Settings, Delivered.Developer, Delivered.Production));

    public static TheoryData<string> Listed => [.. Repository.Environments.Names];

    [Theory]
    [MemberData(nameof(Listed))]
    public async Task The_committed_records_render_and_begin_with_the_pipelines_line(string environment)
    {
        (await RealHelm.ListedAsync(Delivered.Settings)).One("AppProject", environment).ShouldNotBeNull();
        var file = Path.Combine(Repository.EnvironmentsChart, $"{environment}.yaml");
        // A new environment has no file until something is recorded in it.
        if (File.Exists(file))
            File.ReadAllText(file).ShouldStartWith(
                $"# Written by the pipeline alone; people edit app/<service>/deploy-config.\n{environment}:");
    }

    [Fact]
    public async Task A_further_environment_is_three_lines_of_values()
    {
        var manifests = await RealHelm.EnvironmentsAsync(
            Delivered.Settings,
            "environments: {staging: {hostPrefix: staging, promotesFrom: developer}}",
            Delivered.Production.Replace("production:", "staging:", StringComparison.Ordinal));

        manifests.One("AppProject", "staging").ShouldNotBeNull();
        var application = manifests.One("Application", "staging-service-a");
        application.Items("spec", "source", "helm", "parameters").Named("ingress.host").Text("value")
            .ShouldBe("staging.service-a.bigben.localhost");
    }

    [Theory]
    [InlineData("developer-a", "a-b", "b", "a-b in developer and b in developer-a would both be the Application 'developer-a-b'")]
    [InlineData("big", "service-a", "ben", "the platform itself and ben in big would both be the Application 'big-ben'")]
    [InlineData("production-of-many-services-in-one-region", "service-a", "a-service-with-a-long-name", "68 characters where a label has")]
    public async Task Composed_names_that_meet_or_are_too_long_are_refused_with_both(
        string other, string service, string otherService, string reason)
    {
        var records = Delivered.Developer.Split('\n')[1].Trim()["service-a".Length..];

        var refusal = await RealHelm.RefusalAsync(() => RealHelm.EnvironmentsAsync(
            Delivered.Settings,
            $"environments: {{{other}: {{hostPrefix: other}}}}",
            $"developer:\n  {service}{records}\n{other}:\n  {otherService}{records}"));

        refusal.ShouldContain(reason);
    }

    [Theory]
    [InlineData]
    [InlineData(Delivered.Settings)]
    [InlineData(Delivered.Settings, Delivered.Developer)]
    [InlineData(Delivered.Settings, Delivered.Developer, Delivered.Production)]
    public async Task Helm_lint_has_nothing_to_say(params string[] values)
    {
        var lint = await RealHelm.LintAsync(Repository.EnvironmentsChart, values);

        lint.ExitCode.ShouldBe(0, lint.Output + lint.Error);
    }
}
