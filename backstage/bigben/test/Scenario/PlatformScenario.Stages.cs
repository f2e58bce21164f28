namespace BigBen.Tests.Scenario;

// What concerns the stages of one service, before and without a push.
public sealed partial class PlatformScenario
{
    [Trait("Category", "Nightly")]
    [PlatformFact(ScenarioPlatform.Local)]
    public async Task A_service_goes_through_its_stages_from_the_files_as_they_lie_there_and_nothing_of_it_stays()
    {
        await platform.StartOverAsync();
        // Not committed; and whatever else the machine does, in time.
        const string test = "app/service-b/performance.json";
        await platform.EditAsync(test, "p(95)<1000", "p(95)<60000");
        await platform.EditAsync(test, "\"5s\"", "\"1s\"");
        try
        {
            var output = await platform.Clone.BigBenAsync("pipeline", "service-b");

            string[] stages = ["1/10 lint", "2/10 unit", "3/10 image", "6/10 registry", "7/10 deploy", "8/10 e2e", "9/10 performance"];
            foreach (var stage in stages)
                output.ShouldContain($"✓ {stage}");
            // Without a database, advisories and a commit there is nothing to test, to know and to promote.
            foreach (var skipped in new[] { "4/10 integration", "10/10 promote" })
                output.ShouldContain($"– {skipped}");
            output.ShouldContain("with service-a ");
            (await platform.StatusAsync()).Keys.ShouldNotContain(name => name.StartsWith("test-"));
            (await platform.Clone.RunAsync("git", "-C", Path.Combine(platform.State, "forge.git"), "for-each-ref", "refs/heads/pipeline"))
                .ShouldBe("");

            await platform.EditAsync(test, "p(95)<60000", "max<=0");
            var release = await platform.Clone.TryBigBenAsync("release", "v99.0.0", "--revision", "main", "--performance");
            release.ExitCode.ShouldBe(1, release.Output);
            release.Error.ShouldContain("service-b crosses a threshold of app/service-b/performance.json: http_req_duration: max<=0");
            (await platform.VersionAsync("production.service-b")).ShouldNotBe("v99.0.0");
        }
        finally
        {
            await platform.Clone.RunAsync("git", "checkout", "--quiet", test);
        }
    }
}
