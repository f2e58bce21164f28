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
}
