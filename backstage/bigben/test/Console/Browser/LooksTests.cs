using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

/// <summary>Every page in light and dark, wide and narrow: nothing sticks out, and a picture is kept.</summary>
public sealed class LooksTests(ConsoleFixture platform, ChromiumFixture chromium) : BrowserTests(platform, chromium)
{
    [ChromiumFact]
    [Trait("Category", "Nightly")]
    public async Task No_page_is_wider_than_its_window_and_every_page_is_kept_as_a_picture()
    {
        for (var i = 0; i < 30; i++)
            (await Platform.AskAsync(HttpMethod.Get, "dev.service-a", i % 9 == 8 ? "/abort" : "/version")).Dispose();
        var push = Platform.Journal.Ids.First(id => id.EndsWith("-release", StringComparison.Ordinal));
        var pod = Platform.PodsOf("production", "service-a")[0];
        var pages = new (string Name, string Path)[]
        {
            ("board", "/"), ("application", "/applications/developer-service-a"), ("pipeline", "/runs"), ("run", $"/runs/{push}"),
            ("signals", "/signals"), ("pod", $"/pods/production/{pod}"), ("release", "/release"),
            ("confirm", "/confirm/restart?application=developer-service-a"), ("missing", "/applications/nobody"),
        };
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (360, ColorScheme.Light) })
        {
            var page = await OpenAsync("/", width, 860, scheme);
            foreach (var (name, path) in pages)
            {
                await page.GotoAsync($"{Origin}{path}");
                await ShotAsync(page, $"{name}-{width}-{scheme}".ToLowerInvariant(), whole: true);
                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"))
                    .ShouldBeLessThanOrEqualTo(width, $"{path} at {width}");
            }

            await page.Context.CloseAsync();
        }
    }
}
