using BigBen.Foundation;
using BigBen.Platforms.Existing;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms.Existing;

public sealed class ExistingRecordTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void What_is_written_is_read_and_is_the_same()
    {
        var state = new StateFolder(_temp["state"]);
        var record = new ExistingRecord(
            "big-ben-1", "a", "https://git.example/a", "registry.example/team", "apps.example", 80, "", InstallsArgoCd: false, "gitops")
        {
            Environments = ["developer", "production"],
        };

        record.Write(state);

        ExistingRecord.Read(state).ShouldBe(record);
        ExistingRecord.Read(state).ShouldNotBe(record with { Environments = ["developer"] });
        ExistingRecord.Read(state).ShouldNotBe(record with { Port = 81 });
        ExistingRecord.Read(new StateFolder(_temp["none"])).ShouldBeNull();
    }

    [Fact]
    public void A_copied_folder_does_not_own_the_platform_of_its_original_and_a_moved_one_does()
    {
        var (state, copy, moved) = (new StateFolder(_temp["state"]), new StateFolder(_temp["copy"]), new StateFolder(_temp["moved"]));
        var record = new ExistingRecord(
            "big-ben-1", "a", "https://git.example/a", "registry.example/team", "apps.example", 80, "", InstallsArgoCd: false, "gitops")
        {
            Environments = ["developer"],
        };
        record.Write(state);
        _temp.Copy("state/existing/platform.json", "copy/existing/platform.json");

        ExistingRecord.ReadOwn(state).ShouldBe(record);
        ExistingRecord.ReadOwn(copy).ShouldBeNull();
        ExistingRecord.Read(copy)!.OriginalOf(copy).ShouldBe(ExistingRecord.Read(state)!.Folder);
        Directory.Move(state.Path, moved.Path);
        ExistingRecord.ReadOwn(moved).ShouldBe(record);
        (record with { Platform = "big-ben-2" }).Write(state);
        ExistingRecord.ReadOwn(moved).ShouldBe(record);
    }
}
