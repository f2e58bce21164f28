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
}
