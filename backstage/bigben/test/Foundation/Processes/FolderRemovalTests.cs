using BigBen.Foundation.Processes;
using BigBen.Tests.Git;

namespace BigBen.Tests.Foundation.Processes;

public class FolderRemovalTests
{
    // To root nothing is closed: what this shows it shows where the tests run as another user.
    [Fact]
    public void A_folder_that_may_only_be_read_goes_and_what_a_link_leads_to_stays()
    {
        using var temp = new TempFolder();
        var closed = Directory.CreateDirectory(Path.Combine(temp["gone"], "closed")).FullName;
        var kept = Directory.CreateDirectory(temp["kept"]).FullName;
        File.WriteAllText(Path.Combine(closed, "file"), "");
        File.CreateSymbolicLink(Path.Combine(closed, "link"), kept);
        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        File.SetUnixFileMode(kept, read);
        File.SetUnixFileMode(closed, read);

        FolderRemoval.Delete(temp["gone"]);

        Directory.Exists(temp["gone"]).ShouldBeFalse();
        File.GetUnixFileMode(kept).ShouldBe(read);
        File.SetUnixFileMode(kept, read | UnixFileMode.UserWrite);
    }
}
