using System.Text.Json;
using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

public sealed class AccessibilityTests(ConsoleFixture platform, ChromiumFixture chromium) : BrowserTests(platform, chromium)
{
    [AxeFact]
    public async Task Axe_finds_nothing_on_any_page_in_light_and_dark_wide_and_narrow()
    {
        var axe = await File.ReadAllTextAsync(Chromium.AxePath!);
        var pod = Platform.PodsOf("production", "service-a")[0];
        string[] paths =
        [
            "/", "/applications/developer-service-a", "/runs", $"/runs/{Platform.Journal.Ids[0]}", "/signals", $"/pods/production/{pod}",
            "/release",
            "/confirm/restart?application=developer-service-a", "/confirm/rollback?application=production-service-a",
            "/applications/nobody",
        ];
        var found = new List<string>();
        // Contrast depends on the scheme alone, and what overlaps on the width alone.
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 360) })
        {
            foreach (var path in paths)
            {
                var page = await OpenAsync(path, width, scheme: scheme);
                await page.EvaluateAsync(axe);
                var violations = await page.EvaluateAsync<JsonElement>(
                    "async () => (await axe.run(document)).violations.map(v => `${v.id}: "
                    + "${v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')}`)");
                found.AddRange(violations.EnumerateArray().Select(violation => $"{path} {scheme} {width}: {violation.GetString()}"));
                await page.Context.CloseAsync();
            }
        }

        found.ShouldBeEmpty();
    }
}
