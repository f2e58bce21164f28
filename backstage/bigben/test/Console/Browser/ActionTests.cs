using BigBen.Pipeline.Records;
using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

public sealed class ActionTests(ConsoleFixture platform, ChromiumFixture chromium) : BrowserTests(platform, chromium)
{
    [ChromiumFact]
    public async Task A_restart_is_confirmed_and_replaces_the_pods()
    {
        var before = Pods();
        var page = await OpenAsync("/applications/production-service-b");

        await page.GetByText("Restart…").ClickAsync();
        await SeeTextAsync(page.Locator(".note"), "Nothing is committed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Restart production-service-b" }).ClickAsync();

        await SeeTextAsync(page.Locator(".closing"), "runs with new pods");
        await ConsoleFixture.UntilAsync(() => !Pods().Intersect(before).Any(), "every pod is a new one");

        IReadOnlyList<string> Pods() => Platform.PodsOf("production", "service-b");
    }

    [ChromiumFact]
    public async Task A_release_and_a_rollback_say_what_they_will_commit_and_then_commit_just_that()
    {
        await Platform.PushSourceAsync("service-a", "Something to release");
        var page = await OpenAsync("/");

        await page.GetByText("Release to production…").ClickAsync();
        await page.GetByLabel("Version").FillAsync("v1.1.0");
        await page.GetByText("See what will be committed").ClickAsync();
        await SeeTextAsync(page.Locator(".subject"), "Release v1.1.0 to production");
        await SeeTextAsync(page.Locator(".diff"), "+  service-a: { revision: refs/tags/v1.1.0, tag: \"v1.1.0\"");
        await SeeTextAsync(page.Locator("main"), "and the tag v1.1.0");
        await ShotAsync(page, "confirm-release");
        (await RecordAsync()).ShouldNotContain("v1.1.0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Release v1.1.0" }).ClickAsync();

        await SeeTextAsync(page.Locator(".closing"), "v1.1.0 is live in production");
        (await RecordAsync()).ShouldContain("service-a: { revision: refs/tags/v1.1.0");
        await page.GotoAsync($"{Origin}/applications/production-service-a");
        await SeeTextAsync(page.Locator(".facts-list"), "v1.1.0");
        await SeeTextAsync(page.GetByRole(AriaRole.Region, new() { Name = "History" }), "Something to release");

        await page.GetByText("Roll back…").ClickAsync();
        await SeeTextAsync(page.Locator(".subject"), "Roll service-a in production back from v1.1.0 to v1.0.0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back production-service-a" }).ClickAsync();
        await SeeTextAsync(page.Locator(".closing"), "is back at v1.0.0");
        (await RecordAsync()).ShouldContain("service-a: { revision: refs/tags/v1.0.0");
    }

    [ChromiumFact]
    public async Task A_rollback_that_is_pressed_in_two_tabs_goes_back_once()
    {
        await Platform.PushSourceAsync("service-b", "One");
        await Platform.PushSourceAsync("service-b", "Two");
        var first = await OpenAsync("/confirm/rollback?application=developer-service-b");
        var second = await OpenAsync("/confirm/rollback?application=developer-service-b");

        await first.GetByRole(AriaRole.Button, new() { Name = "Roll back developer-service-b" }).ClickAsync();
        await SeeTextAsync(first.Locator(".closing"), "is back at");
        var head = await Platform.Forge.HeadAsync(CancellationToken.None);
        await second.GetByRole(AriaRole.Button, new() { Name = "Roll back developer-service-b" }).ClickAsync();

        await SeeTextAsync(second.Locator("[role=alert]"), "nothing was recorded");
        (await Platform.Forge.HeadAsync(CancellationToken.None)).ShouldBe(head);
        // What developer was rolled back from is not released.
        await Platform.PushSourceAsync("service-b", "Three");
    }

    [ChromiumFact]
    public async Task A_release_is_of_the_commit_that_was_shown_whatever_main_is_by_then()
    {
        await Platform.PushSourceAsync("service-a", "To be released");
        var shown = await Platform.Forge.HeadAsync(CancellationToken.None);
        var page = await OpenAsync("/confirm/release?version=v7.0.0-rc.1");
        await SeeTextAsync(page.Locator("main"), $"and the tag v7.0.0-rc.1 on {shown[..7]}");

        await Platform.PushSourceAsync("service-a", "Not to be released");
        await page.GetByRole(AriaRole.Button, new() { Name = "Release v7.0.0-rc.1" }).ClickAsync();

        await SeeTextAsync(page.Locator(".closing"), "v7.0.0-rc.1 is a pre-release");
        (await Platform.Forge.Git.TryResolveAsync("refs/tags/v7.0.0-rc.1", CancellationToken.None)).ShouldBe(shown);
    }

    [ChromiumFact]
    public async Task What_would_be_refused_is_said_before_there_is_anything_to_press()
    {
        var page = await OpenAsync("/confirm/release?version=v0.0.1");

        await SeeTextAsync(page.Locator("[role=alert]"), "not newer");
        (await page.Locator("button.primary").CountAsync()).ShouldBe(0);
    }

    private async Task<string> RecordAsync() =>
        await Platform.Forge.Git.ReadFileAsync("main", EnvironmentFile.PathOf("production"), CancellationToken.None) ?? "";
}
