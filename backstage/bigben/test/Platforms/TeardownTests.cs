using BigBen.Foundation;
using BigBen.Foundation.Processes;
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
        temp.Write("state/.big-ben/.big-ben-state", "");
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

    [Theory]
    [InlineData("kind", """
        {"cluster": "big-ben-1", "port": 1, "monitoring": false, "folder": "ORIGINAL"}
        """, "The kind cluster 'big-ben-1'")]
    [InlineData("existing", """
        {"platform": "big-ben-1", "context": "mine", "source": "", "registry": "", "domain": "", "port": 80, "ingressClass": "",
         "installsArgoCd": true, "argoCdNamespace": "argocd", "environments": [], "folder": "ORIGINAL"}
        """, "What is in the cluster of the context 'mine'")]
    public async Task A_copied_state_folder_goes_and_the_cluster_of_its_original_stays(string platform, string record, string what)
    {
        var (original, copy) = (new StateFolder(temp["original"]), new StateFolder(temp["copy"]));
        Directory.CreateDirectory(original.Path);
        var folder = RealPath.Of(original.Path);
        var kept = temp.Write($"original/{platform}/platform.json", record.Replace("ORIGINAL", folder));
        temp.Copy($"original/{platform}/platform.json", $"copy/{platform}/platform.json");

        // There is no cluster: whatever tried to delete one would fail.
        var end = await new Teardown(temp.Path, copy, _ => { }) { Kubeconfig = new UserKubeconfig(temp["config"]) }.DownAsync(None);

        end.ShouldBe($"Nothing is left: no process, no port, no state. {what} was not deleted: this state folder is a copy of '{folder}', "
            + "to which it belongs. To delete it, run ./bootstrap/destroy.sh in the original's clone.");
        Directory.Exists(copy.Path).ShouldBeFalse();
        File.Exists(kept).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_with_builds_and_tools_alone_is_not_deleted()
    {
        var mine = temp.Write("mine/bin/program", "");
        temp.Write("mine/tools/tool", "");
        temp.Write("mine/images/photo", "");

        var failure = await Should.ThrowAsync<PlatformException>(
            new Teardown(temp.Path, new StateFolder(temp["mine"]), _ => { }).DownAsync(None));

        failure.Message.ShouldBe($"'{temp["mine"]}' is not a state folder of Big Ben; name the right one by --state.");
        File.Exists(mine).ShouldBeTrue();
    }

    [Fact]
    public async Task What_an_interruption_leaves_can_be_taken_down_again()
    {
        // .NET cannot delete a file whose name is not UTF-8; other systems have none.
        if (!OperatingSystem.IsLinux())
            return;
        var clone = await TestClone.InitAsync(temp["clone"]);
        var state = new StateFolder(temp["state"]);
        using (await new UpRun(clone.Path, state, _ => { }).TakeTurnAsync(None))
            Directory.CreateDirectory(state.Work);
        await new Command("sh", "-c", "touch \"$(printf '\\377')\"") { WorkingDirectory = state.Work }.OutputAsync();
        var teardown = new Teardown(clone.Path, state, _ => { });

        (await Should.ThrowAsync<PlatformException>(teardown.DownAsync(None))).Message.ShouldContain("cannot be removed");
        File.Exists(state.Mark).ShouldBeTrue();
        await new Command("rm", "-rf", state.Work).OutputAsync();
        await teardown.DownAsync(None);

        Directory.Exists(state.Path).ShouldBeFalse();
    }
}
