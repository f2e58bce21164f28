using System.Text.Json.Nodes;
using BigBen.Manifests;

namespace BigBen.Tests.Console.Browser;

public sealed class ApplicationTests(ConsoleFixture platform) : BrowserTests(platform)
{
    [ChromiumFact]
    public async Task The_tree_leads_from_the_Application_to_its_pods_and_says_what_is_not_enforced()
    {
        var page = await OpenAsync("/");

        await page.Locator("#row-service-a [data-environment=production] .version").ClickAsync();

        await SeeTextAsync(page.Locator("h1"), "production-service-a");
        foreach (var kind in new[] { "Application", "Deployment", "ReplicaSet", "Pod", "Service", "Ingress" })
            await SeeAsync(page.Locator($".tree .kind:text-is('{kind}')"));
        (await page.Locator(".tree .kind:text-is('Pod')").CountAsync()).ShouldBeGreaterThanOrEqualTo(2);
        await SeeTextAsync(page.Locator("main"), "there is no Kubernetes API for a pod to call");
        (await page.ContentAsync()).ShouldNotContain("verysecret");
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
        var deployment = Platform.Cluster.Find(new ObjectKey("apps", "Deployment", "production", "service-b")).ShouldNotBeNull();
        var broken = (JsonObject)deployment.Body.DeepClone();
        broken["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray().Add(new JsonObject { ["name"] = "START_DELAY_MS", ["value"] = "not a number" });

        Platform.Cluster.Apply(Manifest.Of(broken, "changed by hand", "production"));

        await SeeTextAsync(page.Locator("h1 + .pills"), "OutOfSync");
        await SeeTextAsync(page.Locator(".diff .minus").Filter(new() { HasText = "not a number" }), "not a number");
        await SeeTextAsync(page.Locator(".tree .reason").Filter(new() { HasText = "CrashLoopBackOff" }).First, "SIGABRT");
        await SeeTextAsync(page.Locator("main"), "Back-off");
        await ShotAsync(page, "application-crash", whole: true);
        (await Platform.Delivery.ReconcileAsync()).ShouldBeNull();
        await SeeTextAsync(page.Locator("h1 + .pills"), "Healthy");
        await SeeTextAsync(page.Locator("main"), "no difference");
    }

    [ChromiumFact]
    public async Task What_was_changed_by_hand_is_shown_as_a_difference_and_put_right_by_a_refresh()
    {
        var page = await OpenAsync("/applications/developer-service-a");
        await SeeTextAsync(page.Locator("main"), "no difference");

        Platform.Cluster.Delete(new ObjectKey("", "ServiceAccount", "developer", "service-a"));

        await SeeTextAsync(page.Locator("h1 + .pills"), "OutOfSync");
        await SeeTextAsync(page.Locator(".diff .plus").First, "apiVersion");
        await ShotAsync(page, "application-difference", whole: true);
        await page.GetByText("Refresh", new() { Exact = true }).ClickAsync();
        await SeeTextAsync(page.Locator(".note"), "Nothing is committed");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Refresh developer-service-a" }).ClickAsync();
        await SeeTextAsync(page.Locator(".closing"), "developer-service-a is Synced");
        Platform.Cluster.Find(new ObjectKey("", "ServiceAccount", "developer", "service-a")).ShouldNotBeNull();
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
