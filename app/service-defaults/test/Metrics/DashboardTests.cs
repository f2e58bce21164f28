using System.Text.RegularExpressions;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Metrics;

public partial class DashboardTests
{
    [Fact]
    public async Task Every_metric_and_label_that_the_dashboard_asks_for_is_told()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        await service.Public.GetAsync("/throw");
        await service.Public.GetAsync("/health");
        var told = await service.Management.GetStringAsync("/metrics");
        var dashboard = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "backstage", "monitoring", "services.json"));
        var names = Metric().Matches(dashboard).Select(match => match.Groups["name"].Value).Distinct().ToArray();
        names.Length.ShouldBeGreaterThan(5);
        foreach (var name in names)
            told.ShouldMatch($"(?m)^{name}[{{ ]");
        dashboard.ShouldContain("code=~\\\"5..\\\"");
        told.ShouldMatch("""http_request_duration_seconds_count\{code="500",method="GET",route="/throw"\} 1""");
    }

    // A metric's name is what a selector of labels stands behind.
    [GeneratedRegex(@"(?<name>[a-z]+(?:_[a-z]+)+)\{namespace")]
    private static partial Regex Metric();
}
