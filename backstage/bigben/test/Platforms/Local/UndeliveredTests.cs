using BigBen.Foundation;
using BigBen.Platforms.Local;
using BigBen.Tests.Pipeline;

namespace BigBen.Tests.Platforms.Local;

public sealed class UndeliveredTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_file_that_git_does_not_know_keeps_nobody_from_releasing_and_is_told_at_the_end_of_up()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        fixture.Temp.Write("clone/notes.txt", "mine");

        await Undelivered.RequireNoneAsync(fixture.Clone.Path, fixture.Forge.Path, None);

        (await Undelivered.DescribeAsync(fixture.Clone.Path, fixture.Forge.Path, None))
            .ShouldBe("Not deployed, since not committed: notes.txt.");
    }

    [Fact]
    public async Task A_changed_file_and_a_commit_that_was_not_pushed_do()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        fixture.Temp.Write("clone/global.json", "{ }");
        (await RefusedAsync()).ShouldStartWith("Not deployed, since not committed: global.json. Commit and push it first");

        await fixture.Clone.CommitAsync("more");
        (await RefusedAsync()).ShouldStartWith("Not deployed, since not pushed: HEAD is");

        async Task<string> RefusedAsync() =>
            (await Should.ThrowAsync<PlatformException>(
                Undelivered.RequireNoneAsync(fixture.Clone.Path, fixture.Forge.Path, None))).Message;
    }
}
