using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Remote;

public sealed partial class RemoteBranchTests
{
    [Fact]
    public async Task A_server_that_did_not_answer_at_first_is_asked_again_what_its_default_branch_is()
    {
        var seed = await TestClone.InitAsync(temp["seed"]);
        var old = await seed.CommitAsync("first", PipelineFixture.Services());
        await seed.GitAsync("switch", "--quiet", "--create", "trunk");
        var head = await seed.CommitAsync("second");
        await seed.GitAsync("clone", "--quiet", "--bare", seed.Path, temp["server.git"]);
        (await GitCli.OfRepository(temp["server.git"]).ResolveAsync("main", None)).ShouldBe(old, "a branch of that name is there too");
        var clone = await TestClone.OfAsync(temp["server.git"], temp["clone"]);
        var down = temp.Write("down", "");
        await clone.GitAsync(
            "config",
            "remote.origin.uploadpack",
            $"sh -c 'test ! -e \"{down}\" && exec git-upload-pack \"$@\"' --");

        var branch = await RemoteBranch.OpenAsync(clone.Path, "origin", None);
        var refusal = await Should.ThrowAsync<PlatformException>(branch.HeadAsync(None));
        File.Delete(down);

        refusal.Message.ShouldStartWith("The name of the default branch cannot be fetched from 'origin' into");
        (await branch.HeadAsync(None)).ShouldBe(head);
        branch.Name.ShouldBe("trunk");
    }
}
