using BigBen.Foundation;
using BigBen.Pipeline;
using BigBen.Tests.Kubernetes.Candidates;

namespace BigBen.Tests.Pipeline;

public sealed class RollbackTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Rolling_production_back_twice_goes_back_two_versions_and_then_is_refused()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);
        foreach (var version in new[] { "v2.0.0", "v3.0.0" })
        {
            await fixture.DeliverAsync(version, ("app/service-a/src/Program.cs", version));
            await fixture.Releaser.ReleaseAsync(fixture.Run(), version, null, None);
        }

        var first = await fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "production", None);
        var second = await fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "production", None);

        (first.From.Revision, first.To.Revision).ShouldBe(("refs/tags/v3.0.0", "refs/tags/v2.0.0"));
        (second.From.Revision, second.To.Revision).ShouldBe(("refs/tags/v2.0.0", "refs/tags/v1.0.0"));
        (await fixture.RecordAsync("production", "service-a")).ShouldBe(second.To);
        (await fixture.RecordAsync("production", "service-b")).ShouldNotBeNull().Revision.ShouldBe("refs/tags/v3.0.0");
        fixture.Environments.Synced.Last().ShouldBe(second.Commit);
        (await Should.ThrowAsync<PlatformException>(fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "production", None)))
            .Message.ShouldContain("nothing to go back to");

        await fixture.DeliverAsync("v4", ("app/service-a/src/Program.cs", "v4"));
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v4.0.0", null, None);
        (await fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "production", None)).To.Revision.ShouldBe("refs/tags/v1.0.0");
    }

    [Fact]
    public async Task A_rollback_in_developer_restores_chart_and_values_and_holds_until_the_service_changes()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        await fixture.DeliverAsync(
            "second", ("app/service-a/src/Program.cs", "2"), ("app/service-a/deploy-config/developer/values.yaml", "replicas: 5\n"));

        fixture.Environments.Candidates = CandidateYaml.Of(CandidateYaml.Service());

        var rollback = await fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "developer", None);

        rollback.To.ShouldBe((await fixture.FileAsync("developer", first.Commit)).Services["service-a"]);
        fixture.Environments.Tried.ShouldBeEmpty("it ran before, and there is no time to lose");
        (await fixture.DeliverAsync("docs", ("README.md", "x"))).Services.ShouldBeEmpty();
        (await fixture.DeliverAsync("other", ("app/service-b/src/Program.cs", "x"))).Services.ShouldBe(["service-b"]);
        (await fixture.RecordAsync("developer", "service-a")).ShouldBe(rollback.To);

        var pushed = await fixture.PushAsync("third", ("app/service-a/src/Program.cs", "3"));
        var third = await fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);
        third.Services.ShouldBe(["service-a"]);
        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().Revision.ShouldBe(pushed);
        (await fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "developer", None)).To.ShouldBe(rollback.To);
    }

    [Fact]
    public async Task What_is_not_what_was_seen_any_more_is_not_rolled_back()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        foreach (var text in new[] { "2", "3" })
            await fixture.DeliverAsync(text, ("app/service-a/src/Program.cs", text));
        var seen = (await fixture.Rollback.PlanAsync("service-a", "developer", None)).From;

        var rollback = await fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "developer", None, from: seen);
        rollback.From.ShouldBe(seen);
        (await Should.ThrowAsync<PlatformException>(
            fixture.Rollback.RollBackAsync(fixture.Run(), "service-a", "developer", None, from: seen)))
            .Message.ShouldContain($"service-a in developer became {rollback.To.Tag} while it was being rolled back from {seen!.Tag}");

        (await fixture.Forge.HeadAsync(None)).ShouldBe(rollback.Commit);
    }

    [Fact]
    public async Task A_run_of_a_workflow_that_is_tried_again_rolls_back_once()
    {
        using var fixture = await BranchFixture.CreateAsync(BranchFixture.OnRemote);
        foreach (var text in new[] { "1", "2", "3" })
            await fixture.DeliverAsync(("app/service-a/src/Program.cs", text), ("app/service-b/src/Program.cs", text));

        var first = await RollBackAsync("service-a", "42");
        // What else is pushed and merged meanwhile hides nothing.
        await fixture.PushAsync(("README.md", "words"));
        var head = await fixture.Branch.HeadAsync(None);
        var again = await RollBackAsync("service-a", "42");

        (again.IsChange, again.Done, again.Detail, again.From, again.To)
            .ShouldBe((false, first.Commit, first.Detail, first.From, first.To));
        (await fixture.Branch.HeadAsync(None)).ShouldBe(head);
        (await RollBackAsync("service-b", "42")).Done.ShouldBeNull("the same run, and another service");
        (await RollBackAsync("service-a", "4")).ShouldSatisfyAllConditions(
            other => other.Done.ShouldBeNull(), other => other.From.ShouldBe(first.To));

        Task<RollbackPlan> RollBackAsync(string service, string run) =>
            new Rollback(fixture.Rollout, fixture.Images, run).RollBackAsync(TestRecords.Run, service, "developer", None);
    }

    [Theory]
    [InlineData("service-a", "staging", "no environment 'staging'")]
    [InlineData("service-x", "developer", "service-x does not run in developer")]
    [InlineData("service-a", "production", "nothing does")]
    [InlineData("service-b", "developer", "nothing to go back to")]
    [InlineData("service-a", "developer", "no longer there")]
    public async Task A_rollback_is_refused_with_a_reason(string service, string environment, string reason)
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        await fixture.DeliverAsync("second", ("app/service-a/src/Program.cs", "2"));
        await fixture.Images.RemoveAsync(
            "bigben-service-a", (await fixture.FileAsync("developer", first.Commit)).Services["service-a"].Digest);
        var head = await fixture.Forge.HeadAsync(None);

        (await Should.ThrowAsync<PlatformException>(fixture.Rollback.RollBackAsync(fixture.Run(), service, environment, None)))
            .Message.ShouldContain(reason);

        (await fixture.Forge.HeadAsync(None)).ShouldBe(head);
    }
}
