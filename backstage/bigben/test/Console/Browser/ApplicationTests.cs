using System.Text.RegularExpressions;
using BigBen.ApiServer.Registry;
using BigBen.Pipeline.Records;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Console.Browser;

public sealed class ApplicationTests(ConsoleFixture platform, ChromiumFixture chromium) : BrowserTests(platform, chromium)
{
    private const string Values = "app/service-b/deploy-config/production/values.yaml";

    [ChromiumFact]
    public async Task The_tree_leads_from_the_Application_to_its_pods_and_says_what_is_not_enforced()
    {
        var page = await OpenAsync("/");

        await page.Locator("#row-service-a [data-environment=production] .version").ClickAsync();

        await SeeTextAsync(page.Locator("h1"), "production-service-a");
        foreach (var kind in new[] { "Application", "Deployment", "ReplicaSet", "Pod", "Service", "Ingress" })
            await SeeAsync(page.Locator($".tree .kind:text-is('{kind}')"));
        (await page.Locator(".tree .kind:text-is('Pod')").CountAsync()).ShouldBeGreaterThanOrEqualTo(2);
        await SeeTextAsync(page.Locator("main"), "a pod gets no token for the Kubernetes API");
    }

    [ChromiumFact]
    public async Task A_crash_is_seen_live_and_explained()
    {
        var page = await OpenAsync("/applications/developer-service-b");
        await SeeAsync(page.Locator("#live[data-state=on]"));

        await KillAsync("dev.service-b", 7);

        await SeeTextAsync(page.Locator(".tree"), "Last Exit: 7");
        await SeeTextAsync(page.Locator(".tree"), "Restart Count: 1");
        await page.Locator(".tree a[href^='/pods/']").First.ClickAsync();
        await SeeTextAsync(page.Locator(".facts-list"), "Last exit");
        await SeeTextAsync(page.Locator(".facts-list"), "7");
    }

    [ChromiumFact]
    public async Task A_program_that_does_not_stay_up_is_explained_in_its_own_words()
    {
        var page = await OpenAsync("/applications/production-service-b");
        var file = EnvironmentFile.PathOf("production");
        var recorded = (await Platform.Forge.Git.ReadFileAsync("main", file, CancellationToken.None)).ShouldNotBeNull();
        var broken = await Platform.ForceAsync("Break the start of service-b", (Values, "{ replicas: 2, startDelay: not a number }"));

        await Platform.ForceAsync(
            "Record what is broken", (file, Regex.Replace(recorded, "(service-b: { revision: )[^,]+", $"${{1}}\"{broken}\"")));
        await SeeTextAsync(page.Locator(".tree .reason").Filter(new() { HasText = "CrashLoopBackOff" }).First, "back-off");
        await SeeTextAsync(page.Locator(".tree"), "Last Exit: 134");
        await SeeTextAsync(page.Locator("main"), "Back-off");
        await ShotAsync(page, "application-crash", whole: true);
        await Platform.ForceAsync("Go back to what worked", (file, recorded), (Values, "replicas: 2"));
        await SeeTextAsync(page.Locator("h1 + .pills"), "Healthy");
        await SeeTextAsync(page.Locator("main"), "no difference");
    }

    [ChromiumFact]
    public async Task What_was_deleted_by_hand_comes_back_and_a_refresh_says_how_it_stands()
    {
        var page = await OpenAsync("/applications/developer-service-a");
        await SeeTextAsync(page.Locator("main"), "no difference");
        var accounts = TestApi.Resource("v1", "serviceaccounts");
        var before = Platform.Store.Find(accounts, "developer", "service-a").ShouldNotBeNull().Text("uid");

        Platform.Store.Delete(accounts, "developer", "service-a");

        await ConsoleFixture.UntilAsync(
            () => Platform.Store.Find(accounts, "developer", "service-a") is { } account && account.Text("uid") != before,
            "the ServiceAccount is back");
        await page.GetByText("Refresh", new() { Exact = true }).ClickAsync();
        await SeeTextAsync(page.Locator(".note"), "Nothing is committed");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Refresh developer-service-a" }).ClickAsync();
        await SeeTextAsync(page.Locator(".closing"), "developer-service-a is Synced");
    }

    private async Task KillAsync(string host, int code)
    {
        try
        {
            (await Platform.AskAsync(HttpMethod.Post, host, $"/exit/{code}")).Dispose();
        }
        catch (HttpRequestException)
        {
            // The pod ended before it answered, as asked.
        }
    }
}
