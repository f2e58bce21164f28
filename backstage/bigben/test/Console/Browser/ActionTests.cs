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
    public async Task What_would_be_refused_is_said_before_there_is_anything_to_press()
    {
        var page = await OpenAsync("/confirm/release?version=v0.0.1");

        await SeeTextAsync(page.Locator("[role=alert]"), "not newer");
        (await page.Locator("button.primary").CountAsync()).ShouldBe(0);
    }

    private async Task<string> RecordAsync() =>
        await Platform.Forge.Git.ReadFileAsync("main", EnvironmentFile.PathOf("production"), CancellationToken.None) ?? "";
}
