using BigBen.Foundation;
using BigBen.Pipeline.Protection;

namespace BigBen.Tests.Pipeline.Proving;

public sealed class WayBackTests
{
    private const string Values = "app/service-a/deploy-config/developer/values.yaml";
    private const string Program = "app/service-a/src/Program.cs";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task No_rollback_goes_back_over_a_migration_without_a_way_back_unless_told_why()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.DeliverAsync("2", (Program, "2"), (Values, "migrations: { noWayBack: true }\n"));
        await fixture.DeliverAsync("3", (Program, "3"), (Values, "migrations: { noWayBack: false }\n"));

        await BackAsync();
        var refusal = (await Should.ThrowAsync<PlatformException>(() => BackAsync())).Message;

        refusal.ShouldStartWith("service-a in developer has no way back: ");
        refusal.ShouldContain($"says migrations.noWayBack in {Values}");
        refusal.ShouldEndWith("'rollback --override REASON' goes back all the same.");
        await BackAsync(new Asking(By: null, "the backup is restored"));

        Task BackAsync(Asking? asking = null) => fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "developer", None, asking);
    }

    [Fact]
    public async Task What_a_later_commit_took_out_of_the_values_bars_the_way_all_the_same()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        const string production = "app/service-a/deploy-config/production/values.yaml";
        await fixture.DeliverFirstAsync();
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);
        await fixture.DeliverAsync("2", (Program, "2"), (production, "migrations: { noWayBack: true }\n"));
        await fixture.DeliverAsync("3", (Program, "3"), (production, "replicas: 2\n"));
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v2.0.0", null, None);

        (await Should.ThrowAsync<PlatformException>(
            () => fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "production", None))).Message.ShouldContain("has no way back");
    }
}
