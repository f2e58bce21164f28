using BigBen.Foundation;
using BigBen.Git;
using BigBen.Platforms;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms;

public sealed class TeardownTests : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_clone_that_cannot_be_written_keeps_nothing_else_from_going()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var state = new StateFolder(temp["state"]);
        var forge = await ForgeRepository.OpenOrCreateAsync(state.Forge, clone.Path, None);
        await new CloneOfForge(clone.Path).AddRemoteAsync(forge, None);
        // As git finds it where the folder is read-only.
        var held = temp.Write("clone/.git/config.lock", "");

        var failure = await Should.ThrowAsync<PlatformException>(new Teardown(clone.Path, state, _ => { }).DownAsync(None));

        failure.Message.ShouldStartWith("All else is gone (no process, no port, no state), but the clone has its git remote still:");
        failure.Message.ShouldEndWith("Fix the clone's rights, then 'git remote remove big-ben'.");
        Directory.Exists(state.Path).ShouldBeFalse();
        File.Delete(held);
    }

    [Theory]
    [InlineData("clusters: [", "this is not valid YAML")]
    [InlineData("[]", "is not a kubeconfig")]
    public async Task A_kubeconfig_that_cannot_be_read_keeps_nothing_else_from_going(string text, string why)
    {
        var state = new StateFolder(temp["state/.big-ben"]);
        Directory.CreateDirectory(state.Images);
        var kubeconfig = temp.Write("config", text);
        var teardown = new Teardown(temp.Path, state, _ => { }) { Kubeconfig = new UserKubeconfig(kubeconfig) };

        var failure = await Should.ThrowAsync<PlatformException>(teardown.DownAsync(None));

        failure.Message.ShouldStartWith(
            "All else is gone (no process, no port, no state), but your kubeconfig may have its context still: ");
        failure.Message.ShouldContain(kubeconfig);
        failure.Message.ShouldContain(why);
        failure.Message.ShouldEndWith("Then run 'kubectl config delete-context big-ben'.");
        Directory.Exists(state.Path).ShouldBeFalse();
        (await File.ReadAllTextAsync(kubeconfig)).ShouldBe(text);
    }
}
