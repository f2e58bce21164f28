using System.Globalization;
using BigBen.Tests.Ingress;
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
        await SeeTextAsync(page.Locator(".log-bar [role=status]"), "paused");
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
    public async Task A_screen_reader_is_told_of_a_pause_and_not_of_each_line()
    {
        var page = await PodAsync();
        await SayAsync("the first", 1);
        await SeeTextAsync(page.Locator(".log"), "the first 1");
        await SeeAsync(page.Locator("#live[data-state=on]"));
        await page.EvaluateAsync("""
            window.told = [];
            new MutationObserver(changes => {
              for (const { target } of changes) {
                const status = (target.closest ? target : target.parentElement)?.closest('[role=status]');
                if (status) window.told.push(status.textContent);
              }
            }).observe(document.body, { childList: true, characterData: true, subtree: true });
            """);

        await SayAsync("one of many", 20);
        await SeeTextAsync(page.Locator(".log"), "one of many 20");
        (await page.EvaluateAsync<string[]>("window.told")).ShouldBeEmpty();
        await page.GetByText("Pause", new() { Exact = true }).ClickAsync();
        (await page.EvaluateAsync<string[]>("window.told")).ShouldBe(["paused"]);
    }

    [ChromiumFact]
    public async Task A_page_that_nobody_sees_gives_its_connection_back_and_reads_on_when_it_is_seen()
    {
        var page = await PodAsync();
        await SayAsync("while seen", 1);
        await SeeTextAsync(page.Locator(".log"), "while seen 1");

        var isGivenBack = new TaskCompletionSource();
        page.RequestFailed += (_, request) =>
        {
            if (request.Url.Contains("/logs?", StringComparison.Ordinal))
                isGivenBack.TrySetResult();
        };
        await ShowAsync(page, false);
        await isGivenBack.Task.WaitAsync(TimeSpan.FromMilliseconds(Patience));
        await SayAsync("while hidden", 1);
        await ShowAsync(page, true);

        await SeeTextAsync(page.Locator(".log"), "while hidden 1");
        await Assertions.Expect(page.Locator(".log div", new() { HasText = "while seen 1" })).ToHaveCountAsync(1);

        static Task ShowAsync(IPage page, bool isShown) => page.EvaluateAsync(
            "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
            + " document.dispatchEvent(new Event('visibilitychange')); }",
            !isShown);
    }

    [ChromiumFact]
    public async Task A_log_is_shown_as_text_without_scripts()
    {
        var page = await PodAsync(hasScripts: false);
        await SayAsync("without scripts", 1);

        await Eventually.TrueAsync(async () =>
        {
            await page.Locator("noscript a").ClickAsync();
            var text = await page.Locator("body").TextContentAsync();
            await page.GoBackAsync();
            return text!.Contains("without scripts 1", StringComparison.Ordinal);
        });
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

    private Task<IPage> PodAsync(bool hasScripts = true) =>
        OpenAsync($"/pods/developer/{Platform.PodsOf("developer", "service-a")[^1]}", hasScripts: hasScripts);

    private async Task SayAsync(string text, int count, int? perSecond = null)
    {
        using var client = TestIngress.NewClient(() => Platform.Port);
        client.Timeout = TimeSpan.FromMinutes(3);
        var path = $"/say/{count}?text={Uri.EscapeDataString(text)}{(perSecond is null ? "" : $"&perSecond={perSecond}")}";
        (await client.PostAsync($"http://dev.service-a.bigben.localhost:{Platform.Port}{path}", null)).EnsureSuccessStatusCode();
    }
}
