using System.Globalization;
using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

public sealed class LogTests(ConsoleFixture platform, ChromiumFixture chromium) : BrowserTests(platform, chromium)
{
    private const int FloodSeconds = 20;
    private const int FloodRate = 1000;

    [ChromiumFact]
    public async Task A_pods_log_comes_live_stops_on_pause_and_shows_what_is_filtered_for()
    {
        var page = await PodAsync();
        await SayAsync("hello <b>world</b>", 3);
        var log = page.Locator(".log");
        await SeeTextAsync(log, "hello <b>world</b> 3");

        var seen = await SeenAsync(page);
        await page.GetByText("Pause", new() { Exact = true }).ClickAsync();
        await SayAsync("while paused", 2);
        await SeeTextAsync(page.Locator(".count"), "paused");
        await SeeTextAsync(page.Locator(".count"), $"{(seen + 2).ToString("N0", CultureInfo.InvariantCulture)} lines");
        (await log.TextContentAsync())!.ShouldNotContain("while paused");
        await page.GetByText("Go on", new() { Exact = true }).ClickAsync();
        await SeeTextAsync(log, "while paused 2");

        await page.GetByLabel("Filter").FillAsync("PAUSED 1");
        await Assertions.Expect(log.Locator("div")).ToHaveCountAsync(1);
        await SayAsync("other", 1);
        await SayAsync("not paused 1", 1);
        await Assertions.Expect(log.Locator("div")).ToHaveCountAsync(2);
        await ShotAsync(page, "pod-log");
    }

    [ChromiumFact]
    [Trait("Category", "Nightly")]
    public async Task A_thousand_lines_a_second_leave_the_page_usable_and_bounded_and_a_push_goes_through()
    {
        var page = await PodAsync();
        var flood = SayAsync("line of a flood with some more words in it", FloodSeconds * FloodRate, FloodRate);
        await SeeTextAsync(page.Locator(".log"), "line of a flood");
        var commit = await Platform.PushSourceAsync("service-b", "A push amid the flood");
        await flood;

        commit.ShouldNotBeEmpty();
        await SeeTextAsync(page.Locator(".log"), $"more words in it {FloodSeconds * FloodRate}");
        (await page.Locator(".log div").CountAsync()).ShouldBeLessThanOrEqualTo(5000);
        await page.GetByLabel("Filter").FillAsync($"it {(FloodSeconds * FloodRate) - 7}");
        await Assertions.Expect(page.Locator(".log div")).ToHaveCountAsync(1, new() { Timeout = Patience });
    }

    private static async Task<int> SeenAsync(IPage page) =>
        int.Parse(
            (await page.Locator(".count").TextContentAsync())!.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private async Task<IPage> PodAsync()
    {
        return await OpenAsync($"/pods/developer/{Platform.PodsOf("developer", "service-a")[^1]}");
    }

    private async Task SayAsync(string text, int count, int? perSecond = null)
    {
        using var client = BigBen.Tests.Ingress.TestIngress.NewClient(() => Platform.Port);
        client.Timeout = TimeSpan.FromMinutes(3);
        var path = $"/say/{count}?text={Uri.EscapeDataString(text)}{(perSecond is null ? "" : $"&perSecond={perSecond}")}";
        (await client.PostAsync($"http://dev.service-a.bigben.localhost:{Platform.Port}{path}", null)).EnsureSuccessStatusCode();
    }
}
