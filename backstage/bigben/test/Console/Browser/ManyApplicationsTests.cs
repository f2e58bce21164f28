using BigBen.ArgoCd.Sources;
using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

public sealed class ManyApplicationsTests(ConsoleFixture platform) : BrowserTests(platform)
{
    private const int Services = 100;

    [ChromiumFact]
    public async Task Two_hundred_applications_are_on_the_board_and_can_be_filtered()
    {
        await using var many = await ManyAsync();
        var page = await OpenAsync(new Uri($"{many.Origin}/"));

        await SeeTextAsync(page.Locator("main .muted").First, $"{2 * Services} applications");
        (await page.Locator("#board [data-row]").CountAsync()).ShouldBe(Services);
        await ShotAsync(page, "board-many");
        await page.GetByLabel("Filter").FillAsync("service-042");
        await Assertions.Expect(page.Locator("#board [data-row]:visible")).ToHaveCountAsync(1);
        await page.GetByLabel("Filter").FillAsync("v7.0.0");
        await Assertions.Expect(page.Locator("#board [data-row]:visible")).ToHaveCountAsync(1);
        await SeeTextAsync(page.Locator("#board [data-row]:visible"), "service-007");
    }

    // As they are restored by a platform's next process: the records of Applications, without git or Helm.
    private async Task<SecondConsole> ManyAsync()
    {
        var folder = new BigBen.Tests.Forge.TempFolder();
        for (var i = 0; i < Services; i++)
        {
            foreach (var environment in new[] { "developer", "production" })
            {
                var service = $"service-{i:000}";
                var manifest = $$"""
                    apiVersion: argoproj.io/v1alpha1
                    kind: Application
                    metadata: { name: {{environment}}-{{service}}, namespace: argocd }
                    spec:
                      project: {{environment}}
                      destination: { namespace: {{environment}} }
                      source:
                        repoURL: file:///nowhere
                        path: charts/app
                        targetRevision: main
                        helm: { releaseName: {{service}}, parameters: [{ name: image.tag, value: v{{i}}.0.0 }, { name: image.digest, value: "sha256:{{i:x64}}" }] }
                    """;
                var applied = $$"""
                    apiVersion: networking.k8s.io/v1
                    kind: Ingress
                    metadata: { name: {{service}}, namespace: {{environment}} }
                    spec:
                      rules:
                        - host: {{environment}}.{{service}}.test
                          http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: {{service}}, port: { name: http } } } }] }
                    """;
                new ApplicationRecords(folder["applications"]).Save($"{environment}-{service}", new ApplicationRecord(manifest, applied, null, []));
            }
        }

        return await SecondConsole.StartAsync(Platform, folder);
    }
}
