using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Local;
using BigBen.Tests.Ingress;
using BigBen.Tests.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Platforms.Clusters;

public sealed class HostedFollowerTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task What_somebody_else_delivered_is_known_here_without_a_run_of_one_s_own()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var hosted = fixture.Temp["hosted.git"];
        await fixture.Clone.GitAsync("clone", "--quiet", "--bare", fixture.Forge.Path, hosted);
        await fixture.Forge.FollowAsync(hosted, None);
        var other = await fixture.Clone.CommitAsync("of another platform", ("app/service-a/src/Program.cs", "x"));
        await fixture.Clone.GitAsync("push", "--quiet", hosted, "HEAD:main");
        (await Undelivered.DescribeAsync(fixture.Clone.Path, fixture.Forge.Path, None)).ShouldNotBeNull();
        var main = await ForgeBranch.OpenAsync(fixture.Forge.Path, None);
        main.IsHosted.ShouldBeTrue();
        using var end = new CancellationTokenSource();

        var following = new HostedFollower(main, TimeProvider.System, NullLogger.Instance).FollowAsync(end.Token);

        await Eventually.TrueAsync(async () => await fixture.Forge.HeadAsync(None) == other);
        (await Undelivered.DescribeAsync(fixture.Clone.Path, fixture.Forge.Path, None)).ShouldBeNull();
        await end.CancelAsync();
        await following;
    }

    [Fact]
    public async Task A_look_takes_the_copy_not_back_to_before_what_another_run_has_recorded_meanwhile()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var hosted = fixture.Temp["hosted.git"];
        await fixture.Clone.GitAsync("clone", "--quiet", "--bare", fixture.Forge.Path, hosted);
        await fixture.Forge.FollowAsync(hosted, None);
        var before = await fixture.Forge.HeadAsync(None);
        var after = await fixture.Clone.CommitAsync("of another run", ("README.md", "x"));
        foreach (var repository in new[] { hosted, fixture.Forge.Path })
            await fixture.Clone.GitAsync("push", "--quiet", repository, $"{after}:refs/uploads/{after}");
        var main = await ForgeBranch.OpenAsync(fixture.Forge.Path, None);
        // The first question is for main; the other run has recorded by the next one, which is for tags.
        var server = fixture.Temp.WriteProgram("upload-pack", $"""
            #!/bin/sh
            if test -e '{fixture.Temp["asked"]}'; then
                git --git-dir='{hosted}' update-ref refs/heads/main {after}
                git --git-dir='{fixture.Forge.Path}' update-ref refs/heads/main {after}
            fi
            touch '{fixture.Temp["asked"]}'
            exec git-upload-pack "$@"
            """);
        await fixture.Forge.Git.OutputAsync(None, "config", $"remote.{ForgeRepository.SourceName}.uploadpack", $"'{server}'");

        (await main.HeadAsync(None)).ShouldBe(before);

        (await fixture.Forge.HeadAsync(None)).ShouldBe(after);
        (await main.HeadAsync(None)).ShouldBe(after);
    }

    [Fact]
    public async Task A_forge_of_its_own_follows_nobody()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var head = await fixture.Forge.HeadAsync(None);

        var main = await ForgeBranch.OpenAsync(fixture.Forge.Path, None);
        await main.RefreshAsync(None);

        (main.IsHosted, await fixture.Forge.HeadAsync(None)).ShouldBe((false, head));
    }
}
