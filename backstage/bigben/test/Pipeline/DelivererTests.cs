using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline;

public sealed class DelivererTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_push_is_recorded_in_one_commit_on_top_of_it_and_proven()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        first.Services.ShouldBe(["service-a", "service-b"]);
        fixture.Events.Clear();
        var pushed = await fixture.PushAsync("change", ("app/service-a/src/Program.cs", "changed"));

        var result = await fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);

        result.Services.ShouldBe(["service-a"]);
        (await fixture.Forge.HeadAsync(None)).ShouldBe(result.Commit);
        (await fixture.Forge.Git.ResolveAsync($"{result.Commit}~1", None)).ShouldBe(pushed);
        var record = (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull();
        (record.Revision, record.Tag).ShouldBe((pushed, pushed[..7]));
        (await fixture.FileAsync("developer")).Services["service-b"].ShouldBe(
            (await fixture.FileAsync("developer", first.Commit)).Services["service-b"]);
        fixture.Environments.Synced.Last().ShouldBe(result.Commit);
        fixture.Environments.Rendered.Last().Revisions.ShouldBe(new Dictionary<string, string> { [pushed] = pushed });
        fixture.Steps.ShouldBe(["check main", "affected", "render", "record", "sync developer", "prove developer"]);
    }

    [Fact]
    public async Task A_push_of_documentation_builds_and_records_nothing()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("docs", ("README.md", "changed"));

        var result = await fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);

        result.ShouldSatisfyAllConditions(
            () => result.Services.ShouldBeEmpty(), () => result.Commit.ShouldBe(pushed), () => result.Changed.ShouldBeTrue());
        (await fixture.Forge.HeadAsync(None)).ShouldBe(pushed);
    }

    [Theory]
    [InlineData("app/service-a/deploy-config/developer/values.yaml", "service-a")]
    [InlineData("charts/app/Chart.yaml", "service-a service-b")]
    public async Task A_push_of_values_or_chart_is_a_record_without_a_build(string path, string expected)
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var before = (await fixture.FileAsync("developer")).Services;
        fixture.Images.Tags("bigben-service-a").Count.ShouldBe(1);
        fixture.Events.Clear();
        var pushed = await fixture.PushAsync("configure", (path, "name: changed\n"));

        var result = await fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);

        string.Join(' ', result.Services).ShouldBe(expected);
        foreach (var (service, record) in (await fixture.FileAsync("developer")).Services)
            record.ShouldBe(result.Services.Contains(service) ? before[service] with { Revision = pushed } : before[service]);
        fixture.Steps.ShouldBe(["check main", "affected", "render", "record", "sync developer", "prove developer"]);
        fixture.Environments.Rendered.Last().Revisions.Keys.ShouldBe([pushed]);
        (await fixture.Deliverer.DeliverAsync(fixture.Run(), result.Commit, None)).Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task Delivering_main_again_changes_nothing()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();

        var again = await fixture.Deliverer.DeliverAsync(fixture.Run(), first.Commit, None, first: true);

        again.Changed.ShouldBeFalse();
        again.Commit.ShouldBe(first.Commit);
        fixture.Events.OfType<StepFinished>().Last(step => step.Step == "record").Outcome.ShouldBe(StepOutcome.Skipped);
    }

    [Fact]
    public async Task Up_takes_over_the_records_of_the_version_before_without_a_build()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        var records = (await fixture.FileAsync("developer")).Services;
        var old = new EnvironmentFile("developer", records.ToDictionary(pair => pair.Key, pair => pair.Value with { Revision = "main" }));
        var main = await fixture.Forge.Git.CommitFilesAsync(
            first.Commit, new Dictionary<string, string> { [EnvironmentFile.PathOf("developer")] = $"{old}" }, "old", None);
        await fixture.Forge.Git.TryAdvanceAsync(ForgeRepository.MainRef, main, first.Commit, None);
        fixture.Events.Clear();

        var taken = await fixture.Deliverer.DeliverAsync(fixture.Run(), main, None, first: true);

        (await fixture.FileAsync("developer")).Services.ShouldBe(
            records.ToDictionary(pair => pair.Key, pair => pair.Value with { Revision = main }), ignoreOrder: true);
        fixture.Steps.ShouldBe(["check main", "affected", "render", "record", "sync developer", "prove developer"]);
        (await fixture.Deliverer.DeliverAsync(fixture.Run(), taken.Commit, None, first: true)).Changed.ShouldBeFalse();
        (await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None)).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task What_does_not_render_is_not_recorded()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("broken chart", ("charts/app/Chart.yaml", "{{"), ("app/service-a/src/Program.cs", "x"));
        fixture.Environments.FailAt = "render";

        await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None));

        (await fixture.Forge.HeadAsync(None)).ShouldBe(first.Commit);
        fixture.Environments.Synced.ShouldNotContain(pushed);
    }

    [Fact]
    public async Task What_is_not_proven_is_not_remembered_as_healthy()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("change", ("app/service-a/src/Program.cs", "x"));
        fixture.Environments.FailAt = "prove";

        await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None));

        var service = (await ServiceCatalog.ListAsync(fixture.Forge.Git, pushed, None))[0];
        var digest = (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().Digest;
        var key = await HealthKey.AtAsync(fixture.Forge.Git, pushed, "developer", service, digest, None);
        fixture.Ledger.Has(key).ShouldBeFalse();
        fixture.Environments.FailAt = null;
        await fixture.Health.RememberAsync("developer", None);
        fixture.Ledger.Has(key).ShouldBeTrue();
    }

    [Fact]
    public async Task A_push_is_judged_by_the_services_that_it_changes_and_up_waits_for_the_others_too()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        fixture.Environments.Awaited.Last().ShouldSatisfyAllConditions(
            up => up.Services.ShouldBe(["service-a", "service-b"]), up => up.WithOthers.ShouldBeTrue());
        fixture.Environments.Crashing["service-b"] = () => Task.CompletedTask;

        await fixture.DeliverAsync("change", ("app/service-a/src/Program.cs", "x"));

        fixture.Environments.Awaited.Last().ShouldSatisfyAllConditions(
            push => push.Services.ShouldBe(["service-a"]), push => push.WithOthers.ShouldBeFalse());
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        await fixture.Clone.GitAsync("rm", "-r", "--quiet", "app/service-b");
        fixture.Environments.Crashing.Clear();
        await fixture.Deliverer.DeliverAsync(fixture.Run(), await fixture.PushAsync("without b"), None);
        fixture.Environments.Awaited.Last().Services.ShouldBe(["service-b"]);
    }

    [Fact]
    public async Task A_push_that_changes_no_service_is_not_judged_by_what_the_environment_is_in()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        fixture.Environments.FailAt = "sync";

        (await fixture.DeliverAsync("docs", ("README.md", "changed"))).Services.ShouldBeEmpty();

        fixture.Events.OfType<StepNoted>().Last().Text.ShouldBe("nothing of developer changes, and yet: sync failed as told");
    }

    [Fact]
    public async Task An_image_that_never_ran_is_not_remembered_for_being_asleep_and_one_that_ran_is()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        fixture.Environments.Live = [new("service-a", IsAsleep: true), new("service-b")];
        await fixture.DeliverAsync("sleep", ("app/service-a/deploy-config/developer/values.yaml", "replicas: 0\n"));
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);

        await fixture.DeliverAsync("change", ("app/service-a/src/Program.cs", "never ran"));

        (await Should.ThrowAsync<PlatformException>(fixture.Releaser.ReleaseAsync(fixture.Run(), "v2.0.0", null, None)))
            .Message.ShouldContain("developer has not run service-a");
    }

    [Fact]
    public async Task What_became_live_after_its_push_ended_is_released()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        fixture.Environments.FailAt = "sync";
        await Should.ThrowAsync<NotLiveException>(fixture.DeliverAsync("change", ("app/service-a/src/Program.cs", "x")));
        fixture.Environments.Live = [];
        fixture.Environments.FailAt = null;
        (await Should.ThrowAsync<PlatformException>(fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None)))
            .Message.ShouldContain("developer has not run service-a");

        fixture.Environments.Live = [new("service-a"), new("service-b")];

        (await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None)).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_push_that_lacks_what_others_pushed_is_refused()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var theirs = await fixture.Clone.CommitAsync("theirs", ("README.md", "words"));
        await fixture.UploadAsync(theirs);
        var main = (await fixture.Deliverer.DeliverAsync(fixture.Run(), theirs, None)).Commit;
        await fixture.Clone.GitAsync("reset", "--quiet", "--hard", "HEAD~1");
        var behind = await fixture.Clone.CommitAsync("without theirs", ("OTHER.md", "x"));
        await fixture.UploadAsync(behind);

        var error = await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), behind, None));

        error.Message.ShouldContain("git pull --rebase big-ben main");
        (await fixture.Forge.HeadAsync(None)).ShouldBe(main);
    }

    [Fact]
    public async Task A_push_that_edits_the_records_is_refused()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("by hand", ("backstage/cd/environments/production.yaml", "production: {}\n"));

        (await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None)))
            .Message.ShouldContain("the pipeline alone writes");
    }

    [Fact]
    public async Task A_main_that_moves_meanwhile_is_never_overwritten()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("change", ("app/service-a/src/Program.cs", "x"));
        var other = await fixture.Forge.Git.CommitFilesAsync(first.Commit, new Dictionary<string, string> { ["x"] = "" }, "other", None);
        fixture.Environments.DuringRender = () => fixture.Forge.Git.TryAdvanceAsync(ForgeRepository.MainRef, other, first.Commit, None);

        (await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None)))
            .Message.ShouldContain("does not contain the newest commit of main");

        (await fixture.Forge.HeadAsync(None)).ShouldBe(other);
    }

    [Fact]
    public async Task A_service_that_is_gone_is_recorded_no_more()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        await fixture.Clone.GitAsync("rm", "-r", "--quiet", "app/service-b");
        var pushed = await fixture.PushAsync("without b");

        await fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);

        (await fixture.FileAsync("developer")).Services.Keys.ShouldBe(["service-a"]);
    }

    [Fact]
    public async Task One_delivery_waits_for_the_other()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("change", ("app/service-a/src/Program.cs", "x"));
        var rendering = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        fixture.Environments.DuringRender = () =>
        {
            rendering.TrySetResult();
            return release.Task;
        };

        var one = fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);
        await rendering.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var two = fixture.Deliverer.DeliverAsync(fixture.Run(), first.Commit, None);
        fixture.Events.OfType<StepNoted>().Last().Text.ShouldBe("waiting for run run-2, which is at: render");
        release.SetResult();

        await one;
        (await Should.ThrowAsync<PlatformException>(two)).Message.ShouldContain("does not contain the newest commit");
    }
}
