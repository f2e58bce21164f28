using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BigBen.Foundation.Processes;

namespace BigBen.Tests.Scenario;

// A service with a database of its own: an example as it comes.
public sealed partial class PlatformScenario
{
    [Trait("Category", "Nightly")]
    [PlatformFact(ScenarioPlatform.Local)]
    public async Task An_example_with_a_database_is_live_by_its_ten_stages_and_its_rows_survive_a_kill_and_a_migration_that_fails()
    {
        const string values = "app/voyagers/deploy-config/developer/values.yaml";
        await platform.StartOverAsync();
        await platform.Clone.BigBenAsync("new", "service", "voyagers", "--like", "passengers");
        await platform.Clone.RunAsync(
            "sh", "-c", $"printf %s {Guid.NewGuid()} | ./bootstrap/big-ben.sh secret set voyagers developer DB_PASSWORD");
        await platform.EditAsync("app/voyagers/performance.json", "p(95)<1000", "p(95)<60000");
        await platform.Clone.RunAsync("git", "add", "-A");
        await platform.Clone.RunAsync("git", "commit", "-qm", "Set the password of its database");

        var stages = await platform.Clone.BigBenAsync("pipeline", "voyagers");

        // The fifth, the scan, needs a source of advisories.
        string[] passed =
        [
            "1/10 lint", "2/10 unit", "3/10 image", "4/10 integration", "6/10 registry", "7/10 deploy", "8/10 e2e", "9/10 performance",
            "10/10 promote",
        ];
        foreach (var stage in passed)
            stages.ShouldContain($"✓ {stage}");
        JsonDocument.Parse((await platform.GetAsync("dev.voyagers", "/passengers?offset=890&limit=10")).Body).RootElement.GetArrayLength()
            .ShouldBe(1, "its job has filled in 891");
        var added = await platform.AskAsync(HttpMethod.Post, "dev.voyagers", "/postpassenger", JsonContent.Create(new
        {
            survived = true,
            passengerClass = 1,
            name = "Miss. Rose O'Neill",
            sex = "female",
            age = 19,
            siblingsOrSpousesAboard = 0,
            parentsOrChildrenAboard = 2,
            fare = 71.5,
        }));
        added.Status.ShouldBe(HttpStatusCode.Created, added.Body);
        var row = $"/getpassenger/{JsonDocument.Parse(added.Body).RootElement.GetProperty("uuid")}";

        // The platform first, so that it starts nothing again.
        foreach (var process in ProcessesOf(platform.State))
            Signals.Send(process, Signals.Kill);
        await platform.Clone.BigBenAsync("--port", $"{platform.Port}");
        await platform.Clone.BigBenAsync("status", "--wait");
        (await platform.GetAsync("dev.voyagers", row)).ShouldBe((HttpStatusCode.OK, added.Body));

        await platform.CommitAsync("Fill in what is not there", values, "args: [seed]", "args: [seed, nowhere.csv]");
        var failed = await PushAsync();
        failed.Error.ShouldContain("NOT LIVE");
        failed.Error.ShouldContain("Could not find file");
        (await platform.GetAsync("dev.voyagers", row)).ShouldBe((HttpStatusCode.OK, added.Body));

        await platform.StartOverAsync();
        await platform.Clone.BigBenAsync("remove", "service", "voyagers");
        (await PushAsync()).Error.ShouldContain("voyagers pruned from developer");
    }
}
