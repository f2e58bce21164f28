namespace BigBen.Tests.Console.Browser;

public sealed class BoardTests(ConsoleFixture platform, ChromiumFixture chromium) : BrowserTests(platform, chromium)
{
    [ChromiumFact]
    public async Task A_push_arrives_live_without_a_reload()
    {
        var page = await OpenAsync("/");
        await SeeAsync(page.Locator("#live[data-state=on]"));
        await page.EvaluateAsync("window.sameDocument = true");
        var cell = page.Locator("#row-service-a [data-environment=developer]");

        var commit = await Platform.PushSourceAsync("service-a", "Say it louder");

        await SeeTextAsync(cell.Locator(".version"), commit[..7]);
        await SeeTextAsync(cell, "ahead of production");
        await SeeTextAsync(page.Locator(".runs-now"), "push");
        await cell.Locator("summary").First.ClickAsync();
        await SeeTextAsync(cell.Locator("details").First, "Say it louder");
        await SeeTextAsync(page.Locator("#row-service-a [data-environment=production]"), "behind developer");
        (await page.EvaluateAsync<bool>("window.sameDocument")).ShouldBeTrue();

        // What a person opened stays open when the next change comes.
        var next = await Platform.PushSourceAsync("service-a", "Say it again");
        await SeeTextAsync(cell.Locator(".version"), next[..7]);
        (await cell.Locator("details").First.GetAttributeAsync("open")).ShouldNotBeNull();
        await SeeTextAsync(cell.Locator("details").First, "Say it again");
        await page.Locator("h1").ClickAsync();
        await ShotAsync(page, "board-ahead");
    }

    [ChromiumFact]
    public async Task A_stream_that_was_refused_is_asked_for_again()
    {
        await using var console = await TestConsole.StartAsync();
        var asked = 0;

        var page = await OpenAsync(new Uri($"{console.Origin}/"), prepareAsync: page => page.RouteAsync(
            "**/api/v1/stream", route => asked++ == 0 ? route.FulfillAsync(new() { Status = 404 }) : route.ContinueAsync()));

        await SeeAsync(page.Locator("#live[data-state=on]"));
        await RunAsync(console, "after the refusal");
        await SeeTextAsync(page.Locator(".runs-now"), "after the refusal");
    }

    [ChromiumFact]
    public async Task A_change_before_the_stream_is_connected_is_shown()
    {
        await using var console = await TestConsole.StartAsync();
        var changed = new TaskCompletionSource<string>();
        var asked = 0;
        // A stream that tells what it begins with, and nothing after that.
        var page = await OpenAsync(new Uri($"{console.Origin}/"), prepareAsync: page => page.RouteAsync(
            "**/api/v1/stream",
            async route =>
            {
                if (asked++ == 0)
                    await route.FulfillAsync(new() { ContentType = "text/event-stream", Body = await changed.Task });
            }));

        await RunAsync(console, "before the stream");
        changed.SetResult($"event: change\ndata: {console.Cache.Version + console.Journal.Version}\n\n");

        await SeeTextAsync(page.Locator(".runs-now"), "before the stream");
    }

    [ChromiumFact]
    public async Task A_page_that_fails_once_says_so_and_is_asked_for_again()
    {
        await using var console = await TestConsole.StartAsync();
        var page = await OpenAsync(new Uri($"{console.Origin}/"));
        await SeeAsync(page.Locator("#live[data-state=on]"));
        var seen = new TaskCompletionSource();
        var asked = 0;
        await page.RouteAsync($"{console.Origin}/", async route =>
        {
            if (asked++ == 0)
            {
                await route.FulfillAsync(new() { Status = 500, ContentType = "text/html", Body = "<main id='main'>broken</main>" });
                return;
            }

            await seen.Task;
            await route.ContinueAsync();
        });

        await RunAsync(console, "despite the failure");

        await SeeAsync(page.Locator("#live[data-state=lost]"));
        await SeeTextAsync(page.Locator("main"), "What runs where");
        seen.SetResult();
        await SeeTextAsync(page.Locator(".runs-now"), "despite the failure");
        await SeeAsync(page.Locator("#live[data-state=on]"));
    }

    [ChromiumFact]
    public async Task What_people_write_into_commits_is_text_everywhere()
    {
        await Platform.PushSourceAsync("service-b", $"{ConsoleFixture.Evil} in a subject");
        foreach (var path in new[] { "/", "/applications/developer-service-b", "/runs" })
        {
            var page = await OpenAsync(path);
            if (path != "/runs")
                (await page.ContentAsync()).ShouldContain("&lt;script&gt;");
            (await page.TitleAsync()).ShouldNotBe("taken");
            await page.Context.CloseAsync();
        }

        var refused = await OpenAsync($"/confirm/release?version=v9.0.0&revision={Uri.EscapeDataString(ConsoleFixture.Evil)}");
        await SeeTextAsync(refused.Locator("[role=alert]"), "<script>");
        (await refused.TitleAsync()).ShouldNotBe("taken");
    }

    [ChromiumFact]
    public async Task The_keyboard_leads_past_the_navigation_to_the_content()
    {
        var page = await OpenAsync("/");

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to content");
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("main");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldContain("Release to production");
    }

    // A change that the board shows; it is made when this is back.
    private static async Task RunAsync(TestConsole console, string message)
    {
        var id = console.Journal.Begin("push", (_, _) => Task.FromResult(message), CancellationToken.None);
        await ConsoleFixture.UntilAsync(() => !console.Journal.IsActive(id), "the run has ended");
    }
}
