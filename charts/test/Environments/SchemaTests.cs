namespace BigBen.Charts.Tests.Environments;

public class SchemaTests
{
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("developer: {service-a: {revision: main, tag: 4632410, digest: \"" + Digest + "\"}}", "developer.service-a.tag")]
    [InlineData("developer: {service-a: {revision: 4632410, tag: v1, digest: \"" + Digest + "\"}}", "developer.service-a.revision")]
    [InlineData("developer: {service-a: {revision: \"4632abc\", tag: v1, digest: \"" + Digest + "\"}}", "developer.service-a.revision")]
    [InlineData("developer: {service-a: {revision: \"--all\", tag: v1, digest: \"" + Digest + "\"}}", "developer.service-a.revision")]
    [InlineData("developer: {service-a: {revision: main, tag: v1, digest: \"sha256:1\"}}", "developer.service-a.digest")]
    [InlineData("developer: {service-a: {revision: main, tag: v1}}", "digest")]
    [InlineData("developer: {service-a: {revision: main, digest: \"" + Digest + "\"}}", "tag")]
    [InlineData("developer: {service-a: {tag: v1, digest: \"" + Digest + "\"}}", "revision")]
    [InlineData("developer: {service-a: {revision: main, tag: v1, digest: \"" + Digest + "\", replicas: 2}}", "replicas")]
    [InlineData("developer: {Service_A: {revision: main, tag: v1, digest: \"" + Digest + "\"}}", "developer")]
    [InlineData("repositry: http://git.example", "repositry")]
    [InlineData("registry: \"registry.example/\"", "registry")]
    [InlineData("registry: \"https://registry.example\"", "registry")]
    [InlineData("domain: \"big ben\"", "domain")]
    [InlineData("environments: {developer: {prefix: dev}}", "prefix")]
    [InlineData("environments: {production: {promotesFrom: Developer}}", "promotesFrom")]
    [InlineData("environments: {production: {aprovals: 1}}", "aprovals")]
    [InlineData("environments: {production: {approvals: many}}", "approvals")]
    [InlineData("environments: {production: {deployers: [\"@org/team\"]}}", "deployers")]
    [InlineData("environments: {production: {releaseWindows: [{kind: never, schedule: x, duration: 1h}]}}", "kind")]
    [InlineData("environments: {Staging: {hostPrefix: x}}", "environments")]
    public async Task A_wrong_value_is_refused_by_name(string values, string name)
    {
        var refusal = await RealHelm.RefusalAsync(() => RealHelm.EnvironmentsAsync(Delivered.Settings, values));

        refusal.ShouldContain("the chart's schema refuses");
        refusal.ShouldContain(name);
    }

    [Fact]
    public async Task Records_of_an_environment_that_is_not_named_are_refused() =>
        (await RealHelm.RefusalAsync(() => RealHelm.EnvironmentsAsync(
                Delivered.Settings, Delivered.Developer.Replace("developer:", "develper:", StringComparison.Ordinal))))
            .ShouldContain("'develper' is not an environment");

    [Theory]
    [InlineData("repository")]
    [InlineData("registry")]
    [InlineData("domain")]
    public async Task Where_the_platform_lives_has_to_be_said(string setting) =>
        (await RealHelm.RefusalAsync(() => RealHelm.EnvironmentsAsync(
            string.Join('\n', Delivered.Settings.Split('\n').Where(line => !line.StartsWith(setting, StringComparison.Ordinal))),
            Delivered.Developer)))
            .ShouldContain($"{setting} is needed");
}
