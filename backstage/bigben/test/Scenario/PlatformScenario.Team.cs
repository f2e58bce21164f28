using System.Net;

namespace BigBen.Tests.Scenario;

// What a team does in its second week: a service and an environment of its own, and both gone again.
public sealed partial class PlatformScenario
{
    private static readonly string[] Chain = ["developer", "staging", "production"];

    [Trait("Category", "Nightly")]
    [PlatformFact]
    public async Task A_new_service_goes_through_a_new_environment_to_production_and_both_go_as_they_were_told_to()
    {
        await platform.StartOverAsync();
        var (first, second, third) = await NextVersionsAsync();
        (await platform.Clone.BigBenAsync("new", "service", "orders")).ShouldContain("app/orders, on port ");
        (await platform.Clone.BigBenAsync("new", "environment", "staging", "--after", "developer"))
            .ShouldContain("developer → staging → production");
        var commit = (await platform.Clone.RunAsync("git", "rev-parse", "HEAD~1")).Trim();

        var made = await PushAsync();

        made.ExitCode.ShouldBe(0, made.Error);
        made.Error.ShouldContain("✓ test orders");
        made.Error.ShouldContain("orders live in developer");
        (await platform.VersionAsync("dev.orders")).ShouldBe(commit[..7]);
        var refused = await platform.Clone.TryBigBenAsync("release", first, "--revision", "main");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain($"with 'release {first} --to staging'");
        await platform.Clone.BigBenAsync("release", first, "--to", "staging", "--revision", "main");
        (await platform.VersionAsync("staging.orders")).ShouldBe(first);
        (await platform.GetAsync("production.orders", "/version")).Status.ShouldBe(HttpStatusCode.NotFound);
        await platform.Clone.BigBenAsync("release", first);
        (await platform.VersionAsync("production.orders")).ShouldBe(first);
        var status = await platform.StatusAsync();
        Chain.Select(environment => Text(status[$"{environment}-orders"], "digest")).Distinct().Count().ShouldBe(1, "the very same image");

        await platform.CommitAsync(
            "Say more in developer", "app/service-a/deploy-config/developer/values.yaml", "replicas: 1", "replicas: 1\n# More.");
        (await PushAsync()).ExitCode.ShouldBe(0);
        await platform.Clone.BigBenAsync("release", second, "--to", "staging", "--revision", "main");
        await platform.Clone.BigBenAsync("rollback", "orders", "staging");
        (await platform.VersionAsync("staging.orders")).ShouldBe(first);
        (await platform.VersionAsync("staging.service-a")).ShouldBe(second);

        await platform.StartOverAsync();
        (await platform.Clone.BigBenAsync("remove", "service", "orders")).ShouldContain("the next release prunes it in production");
        (await platform.Clone.BigBenAsync("remove", "environment", "staging")).ShouldContain("developer → production");
        (await PushAsync()).Error.ShouldContain("orders pruned from developer, and from production by the next release there");
        (await platform.StatusAsync()).Keys.Where(name => name.Contains("orders", StringComparison.Ordinal))
            .ShouldBe(["production-orders"]);
        await platform.Clone.BigBenAsync("release", third, "--revision", "main");
        (await platform.StatusAsync()).Keys.ShouldNotContain(name => name.Contains("orders", StringComparison.Ordinal));
    }

    // Other tests release as well: these are newer than what there is.
    private async Task<(string First, string Second, string Third)> NextVersionsAsync()
    {
        var tags = await platform.Clone.RunAsync("git", "ls-remote", "--tags", "big-ben", "v*.*.*");
        var newest = tags.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Version.Parse(line.Split("/v")[^1].Replace("^{}", "", StringComparison.Ordinal))).Max()!;
        return ($"v{newest.Major}.{newest.Minor + 1}.0", $"v{newest.Major}.{newest.Minor + 2}.0", $"v{newest.Major}.{newest.Minor + 3}.0");
    }
}
