using BigBen.Foundation;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Releases;
using BigBen.Tests.Pipeline;

namespace BigBen.Tests.Verbs;

/// <summary>The verb as people give it, in a clone of a real repository.</summary>
public sealed class ApproveVerbTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task An_approval_is_a_commit_of_main_by_the_person_that_git_names()
    {
        using var fixture = await BranchFixture.CreateAsync(
            BranchFixture.OnRemote,
            (EnvironmentList.File, "environments: {developer: {hostPrefix: d}, production: {hostPrefix: p, approvals: 1}}\n"));
        await fixture.DeliverAsync();
        var release = new ReleaseOptions { Asking = new Asking(new Person("Ana", "ana@example.com")) };
        await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.0", options: release));
        var request = (await WaitingList.ReadAsync(fixture.Server, "main", TimeProvider.System, None)).Single().Request;
        var clone = fixture.Branch.Git;

        await clone.OutputAsync(None, "config", "user.name", "Ana");
        await clone.OutputAsync(None, "config", "user.email", "ana@example.com");
        var own = await ApproveAsync(clone.Path, request);
        await clone.OutputAsync(None, "config", "user.name", "Bob");
        await clone.OutputAsync(None, "config", "user.email", "bob@example.com");
        var approved = await ApproveAsync(clone.Path, request);

        (own.ExitCode, own.Error).ShouldBe(
            (1, "big-ben.sh: Ana <ana@example.com> asked for 'release v1.0.0 to production', and somebody else has to approve it.\n"));
        (approved.ExitCode, approved.Error).ShouldBe((0, ""));
        approved.Output.ShouldStartWith("Bob <bob@example.com> approves 'release v1.0.0 to production', asked for by Ana");
        (await fixture.SubjectAsync()).ShouldBe("Approve: release v1.0.0 to production");
        (await fixture.ReleaseAsync("v1.0.0", options: release)).Changed.ShouldBeTrue();
    }

    private static Task<CommandResult> ApproveAsync(string clone, string request) =>
        new Command("dotnet", Path.Combine(AppContext.BaseDirectory, "bigben.dll"), "approve", request[..7], "--remote", "origin")
        {
            WorkingDirectory = clone,
            Environment = new Dictionary<string, string?>
            {
                ["BIGBEN_ROOT"] = clone,
                ["BIGBEN_STATE"] = null,
                ["GITHUB_ACTIONS"] = null,
            },
        }.RunAsync(None);
}
