using System.Text.Json;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Tests.Kubernetes;
using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

public sealed class ManyApplicationsTests(ConsoleFixture platform, ChromiumFixture chromium) : BrowserTests(platform, chromium)
{
    private const int Services = 100;

    [ChromiumFact]
    public async Task Two_hundred_applications_are_on_the_board_and_can_be_filtered()
    {
        await using var many = await TestConsole.StartAsync();
        Fill(many.Platform);
        await ConsoleFixture.UntilAsync(
            () => ApplicationList.All(many.Cache.Objects).Count > 2 * Services, "the console knows every Application");
        var page = await OpenAsync(new Uri($"{many.Origin}/"));

        await SeeTextAsync(page.Locator("main .muted").First, $"{(2 * Services) + 2} applications");
        (await page.Locator("#board [data-row]").CountAsync()).ShouldBe(Services + 2);
        await ShotAsync(page, "board-many");
        await page.GetByLabel("Filter").FillAsync("service-042");
        await Assertions.Expect(page.Locator("#board [data-row]:visible")).ToHaveCountAsync(1);
        await page.GetByLabel("Filter").FillAsync("v7.0.0");
        await Assertions.Expect(page.Locator("#board [data-row]:visible")).ToHaveCountAsync(1);
        await SeeTextAsync(page.Locator("#board [data-row]:visible"), "service-007");
    }

    // Beside the two that every test console has.
    private static void Fill(TestPlatform platform)
    {
        for (var i = 0; i < Services; i++)
        {
            foreach (var environment in new[] { "developer", "lab" })
            {
                var service = $"service-{i:000}";
                platform.Put(ResourceKind.Applications, JsonSerializer.Deserialize<JsonElement>($$"""
                    {
                      "apiVersion": "argoproj.io/v1alpha1",
                      "kind": "Application",
                      "metadata": { "name": "{{environment}}-{{service}}", "namespace": "argocd" },
                      "spec": {
                        "project": "{{environment}}",
                        "destination": { "namespace": "{{environment}}" },
                        "source": {
                          "repoURL": "file:///nowhere", "path": "charts/app", "targetRevision": "main",
                          "helm": {
                            "releaseName": "{{service}}",
                            "parameters": [
                              { "name": "image.tag", "value": "v{{i}}.0.0" }, { "name": "image.digest", "value": "sha256:{{i:x64}}" }
                            ]
                          }
                        }
                      }
                    }
                    """));
            }
        }
    }
}
