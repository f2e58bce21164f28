using BigBen.Kubelet.Mounts;

namespace BigBen.Tests.Kubelet.Mounts;

public class MountTableTests
{
    // proc(5)
    private static readonly string[] Table =
    [
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
        @"30 22 0:27 / /a\040folder rw,nosuid,nodev,relatime shared:2 - tmpfs tmpfs rw",
        @"31 22 0:28 / /a\040folder/below rw,noexec shared:3 - tmpfs tmpfs rw",
        @"32 22 0:29 / /a\040folder/below ro,nodev - tmpfs tmpfs rw",
    ];

    [Theory]
    [InlineData("/a folder/file", "nosuid,nodev")]
    [InlineData("/a folderful", "")]
    [InlineData("/a folder/below/x", "nodev")]
    public void A_path_has_the_restrictions_of_the_last_mount_above_it(string path, string restrictions) =>
        string.Join(',', MountTable.RestrictionsOf(path, Table)).ShouldBe(restrictions);
}
