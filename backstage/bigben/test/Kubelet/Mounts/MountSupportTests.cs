using BigBen.Foundation;
using BigBen.Kubelet.Mounts;
using BigBen.Tests.Git;

namespace BigBen.Tests.Kubelet.Mounts;

public class MountSupportTests
{
    [Fact]
    public async Task It_can_be_switched_off_and_a_wrong_wish_is_refused()
    {
        using var folder = new TempFolder();

        var off = await MountSupport.FindAsync(folder.Path, "off", CancellationToken.None);
        var refused = await Should.ThrowAsync<PlatformException>(() => MountSupport.FindAsync(folder.Path, "yes", CancellationToken.None));

        off.IsThere.ShouldBeFalse();
        off.Says.ShouldEndWith(": BIGBEN_MOUNTS is off");
        refused.Message.ShouldBe("BIGBEN_MOUNTS is 'yes' where 'on' or 'off' is expected.");
    }

    [Fact]
    public async Task The_machine_is_tried_and_left_as_it_was()
    {
        using var folder = new TempFolder();

        var support = await MountSupport.FindAsync(folder.Path, null, CancellationToken.None);

        support.Says.ShouldStartWith(support.IsThere ? "Volumes are mounted at their paths" : "Volumes are the folders that the variables");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
        Path.Exists("/.bigben-probe").ShouldBeFalse();
    }
}
