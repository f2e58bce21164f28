using BigBen.Git;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;

namespace BigBen.Tests.Pipeline.Proving;

/// <summary>What becomes of a delivery whose new version fails although it was recorded.</summary>
public sealed class StepBackTests
{
    private const string A = "app/service-a/src/Program.cs";
    private const string B = "app/service-b/src/Program.cs";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task The_service_that_fails_gets_the_record_before_by_one_commit_and_the_other_keeps_the_new_one()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        var before = (await fixture.FileAsync("developer", first.Commit)).Services["service-a"];
        Crash(fixture, "service-a", once: true);
        fixture.Events.Clear();
        var pushed = await fixture.PushAsync("change", (A, "x"), (B, "x"));

        var failure = await NotLiveAsync(fixture, pushed);

        var main = await fixture.Forge.HeadAsync(None);
        failure.Message.ShouldBe(
            $"NOT LIVE: service-a crashes as told. Stepped back service-a from {pushed[..7]} to {before.Tag}, recorded by {main[..7]}; "
            + "'git pull big-ben main' brings it.");
        (await fixture.RecordAsync("developer", "service-a")).ShouldBe(before);
        (await fixture.RecordAsync("developer", "service-b")).ShouldNotBeNull().Revision.ShouldBe(pushed);
        (await fixture.Forge.Git.ResolveAsync($"{main}~2", None)).ShouldBe(pushed);
        (await SubjectAsync(fixture)).ShouldBe($"Step developer back: service-a from {pushed[..7]} to {before.Tag}");
        fixture.Steps.ShouldBe(
        [
            "check main", "affected", "render", "record", "sync developer", "step back", "render", "record", "sync developer",
            "prove developer",
        ]);
        // It holds like a rollback: neither up nor the push of another service brings the version that failed again.
        (await fixture.Deliverer.DeliverAsync(fixture.Run(), main, None, first: true)).Changed.ShouldBeFalse();
        (await fixture.DeliverAsync("other", (B, "y"))).Services.ShouldBe(["service-b"]);
        (await fixture.DeliverAsync("fix", (A, "y"))).Services.ShouldBe(["service-a"]);
    }

    [Fact]
    public async Task What_is_not_live_for_another_reason_stays_recorded()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        fixture.Environments.FailAt = "prove";
        var pushed = await fixture.PushAsync("change", (A, "x"));

        (await NotLiveAsync(fixture, pushed)).Message.ShouldStartWith("NOT LIVE: prove failed as told. main holds it;");

        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().Revision.ShouldBe(pushed);
        fixture.Steps.ShouldNotContain("step back");
    }

    [Fact]
    public async Task It_can_be_switched_off_in_git()
    {
        using var fixture = await PipelineFixture.CreateAsync(("backstage/cd/environments/values.yaml", "stepBack: false\n"));
        await fixture.DeliverFirstAsync();
        Crash(fixture, "service-a");
        var pushed = await fixture.PushAsync("change", (A, "x"));

        await NotLiveAsync(fixture, pushed);

        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().Revision.ShouldBe(pushed);
        fixture.Steps.ShouldNotContain("step back");
    }

    [Fact]
    public async Task Where_nothing_was_recorded_before_nothing_is_done()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var head = await fixture.Forge.HeadAsync(None);
        await fixture.BuiltAsync(head);
        Crash(fixture, "service-a");

        var failure = await NotLiveAsync(fixture, head);

        failure.Message.ShouldStartWith(
            "NOT LIVE: service-a crashes as told. Not stepped back: service-a in developer has nothing to go back to");
        (await SubjectAsync(fixture)).ShouldStartWith("Deliver to developer: service-a");
    }

    [Fact]
    public async Task A_newer_record_is_never_taken_back()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("change", (A, "x"));
        var newer = new ServiceRecord(new string('a', 40), "newer", $"sha256:{new string('b', 64)}");
        Crash(fixture, "service-a", () => AdvanceAsync(fixture, newer));

        var failure = await NotLiveAsync(fixture, pushed);

        failure.Message.ShouldContain("service-a was recorded again meanwhile and stays so.");
        (await fixture.RecordAsync("developer", "service-a")).ShouldBe(newer);
    }

    [Fact]
    public async Task A_newer_record_that_comes_while_it_steps_back_is_not_taken_back_either()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("change", (A, "x"));
        var newer = new ServiceRecord(new string('a', 40), "newer", $"sha256:{new string('b', 64)}");
        Crash(fixture, "service-a", () =>
        {
            fixture.Environments.DuringRender = async () =>
            {
                fixture.Environments.DuringRender = () => Task.CompletedTask;
                await AdvanceAsync(fixture, newer);
            };
            return Task.CompletedTask;
        });

        await NotLiveAsync(fixture, pushed);

        (await fixture.RecordAsync("developer", "service-a")).ShouldBe(newer);
    }

    [Fact]
    public async Task Where_the_record_before_fails_too_it_ends_there()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var second = await fixture.DeliverAsync("second", (A, "2"));
        Crash(fixture, "service-a");
        var pushed = await fixture.PushAsync("third", (A, "3"));

        var failure = await NotLiveAsync(fixture, pushed);

        failure.Message.ShouldContain("That is not live either: service-a crashes as told.");
        (await fixture.RecordAsync("developer", "service-a")).ShouldBe(
            (await fixture.FileAsync("developer", second.Commit)).Services["service-a"]);
        fixture.Steps.Count(step => step == "step back").ShouldBe(1);
    }

    [Fact]
    public async Task Services_that_fail_one_after_the_other_are_each_stepped_back_once()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        Crash(fixture, "service-a", once: true);
        Crash(fixture, "service-b", once: true);
        var pushed = await fixture.PushAsync("change", (A, "x"), (B, "x"));

        await NotLiveAsync(fixture, pushed);

        (await fixture.FileAsync("developer")).Services.ShouldBe(
            (await fixture.FileAsync("developer", first.Commit)).Services, ignoreOrder: true);
        fixture.Steps.Count(step => step == "step back").ShouldBe(2);
    }

    [Fact]
    public async Task Production_never_steps_back_by_itself()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);
        await fixture.DeliverAsync("change", (A, "x"));
        Crash(fixture, "service-a");

        (await Should.ThrowAsync<NotLiveException>(fixture.Releaser.ReleaseAsync(fixture.Run(), "v2.0.0", null, None)))
            .Message.ShouldBe("NOT LIVE: service-a crashes as told. Push a fix. "
                + "main holds it; './bootstrap/big-ben.sh status --wait' waits until it is live.");

        (await fixture.RecordAsync("production", "service-a")).ShouldNotBeNull().Tag.ShouldBe("v2.0.0");
    }

    private static void Crash(PipelineFixture fixture, string service, Func<Task>? meanwhile = null, bool once = false) =>
        fixture.Environments.Crashing[service] = () =>
        {
            if (once)
                fixture.Environments.Crashing.TryRemove(service, out _);
            return meanwhile?.Invoke() ?? Task.CompletedTask;
        };

    private static Task<NotLiveException> NotLiveAsync(PipelineFixture fixture, string pushed) =>
        Should.ThrowAsync<NotLiveException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None));

    private static async Task AdvanceAsync(PipelineFixture fixture, ServiceRecord record)
    {
        var head = await fixture.Forge.HeadAsync(None);
        var commit = await Recorder.CommitAsync(
            fixture.Forge.Git, head, "developer", new Dictionary<string, ServiceRecord?> { ["service-a"] = record }, "newer", None);
        (await fixture.Forge.Git.TryAdvanceAsync(ForgeRepository.MainRef, commit, head, None)).ShouldBeTrue();
    }

    private static async Task<string> SubjectAsync(PipelineFixture fixture) =>
        (await fixture.Forge.Git.CommitsAsync("main", null, 1, None))[0].Subject;
}
