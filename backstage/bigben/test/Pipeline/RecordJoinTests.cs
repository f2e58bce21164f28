using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline;

/// <summary>Records belong to the pipeline, but those of an environment that is taken out go with it.</summary>
public sealed class RecordJoinTests
{
    private const string Two = "environments: {developer: {hostPrefix: dev}, production: {hostPrefix: live, promotesFrom: developer}}\n";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Records_go_with_their_environment_whatever_was_recorded_meanwhile()
    {
        using var fixture = await PipelineFixture.CreateAsync(ThreeEnvironments.Files);
        await fixture.DeliverFirstAsync();
        await StageAsync(fixture, "v1.0.0");
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        await fixture.Clone.GitAsync("rm", "--quiet", EnvironmentFile.PathOf("staging"));
        var pushed = await fixture.PushAsync("without staging", (EnvironmentList.File, Two));
        await StageAsync(fixture, "v1.1.0");
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);

        await fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);

        (await fixture.Forge.Git.ReadFileAsync("main", EnvironmentFile.PathOf("staging"), None)).ShouldBeNull();
        (await fixture.RecordAsync("production", "service-a")).ShouldNotBeNull().Tag.ShouldBe("v1.0.0");
        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull();
        (await fixture.DeliverAsync("2", ("app/service-a/src/Program.cs", "2"))).Services.ShouldBe(["service-a"]);
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task Records_of_an_environment_that_stays_are_nobody_s_to_delete(string environment)
    {
        using var fixture = await PipelineFixture.CreateAsync(ThreeEnvironments.Files);
        await fixture.DeliverFirstAsync();
        await StageAsync(fixture, "v1.0.0");
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        await fixture.Clone.GitAsync("rm", "--quiet", EnvironmentFile.PathOf(environment));
        var pushed = await fixture.PushAsync("without records");

        (await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None))).Message
            .ShouldStartWith($"The push changes {EnvironmentFile.PathOf(environment)}, which the pipeline alone writes");
    }

    [Fact]
    public async Task Main_goes_on_as_first_parent_where_a_person_has_merged_it_into_a_branch()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Clone.GitAsync("switch", "--quiet", "--create", "feature");
        await fixture.Clone.CommitAsync("feature", ("app/service-a/src/Program.cs", "feature"));
        await fixture.Clone.GitAsync("pull", "--quiet", "--no-rebase", "--no-edit", "big-ben", "main");
        var main = await fixture.Forge.HeadAsync(None);
        var pushed = await fixture.Clone.GitAsync("rev-parse", "HEAD");
        await fixture.UploadAsync(pushed);
        await fixture.BuiltAsync(pushed);

        await fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);

        (await fixture.Forge.Git.IsOnFirstParentsAsync(main, "main", None)).ShouldBeTrue();
        (await fixture.Forge.Git.IsAncestorAsync(pushed, "main", None)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_pipeline_writes_meanwhile_is_joined_and_nothing_is_tested_or_built_again()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("change", ("app/service-a/src/Program.cs", "x"));
        var approval = await fixture.Forge.Git.CommitFilesAsync(first.Commit, new Dictionary<string, string>(), "Approve", None);
        fixture.Environments.DuringRender = () =>
            fixture.Forge.Git.TryAdvanceAsync(ForgeRepository.MainRef, approval, first.Commit, None);

        var delivered = await fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None);

        (await fixture.Forge.HeadAsync(None)).ShouldBe(delivered.Commit);
        foreach (var commit in new[] { approval, pushed })
            (await fixture.Forge.Git.IsAncestorAsync(commit, delivered.Commit, None)).ShouldBeTrue();
        (await fixture.RecordAsync("developer", "service-a"))!.Tag.ShouldBe(pushed[..7]);
        fixture.Steps.ShouldNotContain("build service-a");
    }

    private static Task<ReleaseResult> StageAsync(PipelineFixture fixture, string version) =>
        fixture.Releaser.ReleaseAsync(fixture.Run(), version, null, None, new ReleaseOptions { To = "staging" });
}
