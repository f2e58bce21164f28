using BigBen.Kubelet.Mounts;
using BigBen.Tests.Git;

namespace BigBen.Tests.Kubelet.Mounts;

public class MountPlanTests
{
    [Fact]
    public void A_missing_path_has_the_folders_above_it_mirrored_and_one_that_is_there_has_not()
    {
        using var folder = new TempFolder();
        folder.Write("machine/file", "");
        folder.Write("machine/there/x", "");
        folder.Write("volume/x", "");
        File.CreateSymbolicLink(folder["link"], folder["machine"]);

        Plan(folder, ("volume", "machine/there")).Mirrored.ShouldBeEmpty();
        var plan = Plan(folder, ("volume", "link/a/b"));

        // By the path that is not a link, for the mirror's links lead into the machine's own tree.
        plan.Mounts.ShouldHaveSingleItem().Target.ShouldBe(folder["machine/a/b"]);
        plan.Mirrored.First().Path.ShouldBe("/");
        var mirrored = plan.Mirrored.Last();
        mirrored.Path.ShouldBe(folder["machine"]);
        mirrored.Folders.ShouldBe(["there"]);
        mirrored.Files.ShouldBe(["file"]);
        Directory.Exists(folder["machine/a"]).ShouldBeFalse();
    }

    [Fact]
    public void A_mount_in_another_volume_gets_its_place_there_and_comes_after_it()
    {
        using var folder = new TempFolder();
        folder.Write("machine/x", "");
        folder.Write("inner", "");
        Directory.CreateDirectory(folder["outer"]);

        var plan = Plan(folder, ("inner", "machine/a/file"), ("outer", "machine"));

        plan.Missing.ShouldBeEmpty();
        plan.Mounts.Select(mount => mount.Target).ShouldBe([folder["machine"], folder["machine/a/file"]]);
        plan.Mirrored.ShouldBeEmpty();
        File.Exists(folder["outer/a/file"]).ShouldBeTrue();
    }

    [Fact]
    public void What_cannot_be_is_told_with_its_reason()
    {
        using var folder = new TempFolder();
        folder.Write("file", "");
        folder.Write("needed/program", "");
        Directory.CreateDirectory(folder["volume"]);
        folder.Write("full/one", "");
        folder.Write("full/two", "");

        string Why(string path) => Plan(folder, mostEntries: 1, ("volume", path)).Missing.ShouldHaveSingleItem().Why;

        Why("needed").ShouldBe($"it would hide {folder["needed/program"]}, without which nothing runs");
        Why("file").ShouldBe("there is a file on this machine, and the volume has none");
        Why("file/below").ShouldBe($"{folder["file"]} is a file on this machine");
        Why("full/more").ShouldBe($"{folder["full"]} has no such entry, and too many others to be mirrored (2, at most 1)");
        Plan(folder, ("volume", "needed/program/x")).Mounts.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_is_not_above_one_whose_name_begins_alike()
    {
        MountPlan.IsBelow("/data", "/data").ShouldBeTrue();
        MountPlan.IsBelow("/data/x", "/data").ShouldBeTrue();
        MountPlan.IsBelow("/database", "/data").ShouldBeFalse();
        MountPlan.IsBelow("/data", "/").ShouldBeTrue();
    }

    // Folders for what is temporary have many entries on some machines.
    private static MountPlan Plan(TempFolder folder, params (string Source, string Path)[] mounts) => Plan(folder, int.MaxValue, mounts);

    private static MountPlan Plan(TempFolder folder, int mostEntries, params (string Source, string Path)[] mounts) => MountPlan.Of(
        mounts.Select(mount => new WantedMount(folder[mount.Source], folder[mount.Path], ReadOnly: false)),
        [folder["needed/program"]],
        mostEntries);
}
