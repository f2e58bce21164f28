using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

public sealed class PipelineTests(ConsoleFixture platform, ChromiumFixture chromium) : BrowserTests(platform, chromium)
{
    [ChromiumFact]
    public async Task A_push_is_told_from_its_start_to_the_proof_as_bars()
    {
        await Platform.PushSourceAsync("service-b", "A push to look at");
        var page = await OpenAsync("/runs");

        await page.Locator(".run-list .run", new() { HasText = "push" }).First.ClickAsync();

        foreach (var step in new[] { "check main", "affected", "render", "record", "sync developer", "prove developer" })
            await SeeAsync(page.Locator(".bar", new() { HasText = step }));
        var bars = page.Locator(".bar svg");
        (await bars.CountAsync()).ShouldBeGreaterThanOrEqualTo(6);
        (await bars.Last.GetAttributeAsync("aria-label")).ShouldNotBeNull().ShouldStartWith("prove developer: ");
        await ShotAsync(page, "pipeline-run");
    }

    [ChromiumFact]
    public async Task A_run_at_work_streams_its_steps_and_its_output()
    {
        var go = new TaskCompletionSource();
        var id = Platform.Journal.Begin(
            "push",
            async (run, _) =>
            {
                await run.StepAsync("test service-x", async step =>
                {
                    var log = run.LogFile("test-service-x");
                    await File.AppendAllTextAsync(log, $"first line {ConsoleFixture.Evil}\n");
                    await go.Task;
                    await File.AppendAllTextAsync(log, "second line\n");
                    step.Note($"noted {ConsoleFixture.Evil}");
                    step.Detail = "42 passed";
                });
                return "It is done.";
            },
            CancellationToken.None);
        var page = await OpenAsync($"/runs/{id}");
        await SeeTextAsync(page.Locator("h1"), "Running");
        await SeeTextAsync(page.Locator(".log"), "first line <script>");

        go.SetResult();

        await SeeTextAsync(page.Locator(".log"), "second line");
        await SeeTextAsync(page.Locator("h1"), "Succeeded");
        await SeeTextAsync(page.Locator(".bars"), "42 passed");
        await SeeTextAsync(page.Locator(".bars"), "noted <script>");
        await SeeTextAsync(page.Locator(".closing"), "It is done.");
        await Assertions.Expect(page).ToHaveTitleAsync("push Succeeded · Big Ben");
    }

    [ChromiumFact]
    public async Task A_run_at_work_shows_the_output_of_many_programs_one_after_another()
    {
        const int programs = 6;
        var next = new SemaphoreSlim(0);
        var id = Platform.Journal.Begin(
            "push",
            async (run, _) =>
            {
                for (var i = 1; i <= programs; i++)
                {
                    await run.StepAsync($"test service-{i}", _ =>
                        File.AppendAllTextAsync(run.LogFile($"test-service-{i}"), $"output of service-{i}\n"));
                    await next.WaitAsync(CancellationToken.None);
                }

                return "All are tested.";
            },
            CancellationToken.None);
        var page = await OpenAsync($"/runs/{id}");

        for (var i = 1; i <= programs; i++)
        {
            var log = page.Locator($"#view-test-service-{i} .log");
            await SeeTextAsync(log, $"output of service-{i}");
            await SeeTextAsync(page.Locator(".bars"), $"test service-{i}");
            // What somebody looks at stays open.
            if (i == 2)
                await log.ClickAsync();
            if (i < programs)
                next.Release();
        }

        await Assertions.Expect(page.Locator(".log-box[open]")).ToHaveCountAsync(2);
        await SeeAsync(page.Locator("#log-test-service-2[open]"));
        await ShotAsync(page, "run-at-work", whole: true);
        next.Release();
        await SeeTextAsync(page.Locator(".closing"), "All are tested.");
    }
}
