using BigBen.Foundation;

namespace BigBen.Tests.Foundation;

public sealed class PlatformRecordTests : IDisposable
{
    private readonly StateFolder state = new(Directory.CreateTempSubdirectory("big-ben-").FullName);

    public void Dispose() => Directory.Delete(state.Path, recursive: true);

    [Fact]
    public void What_is_written_is_read_and_is_for_its_owner_only()
    {
        var record = new PlatformRecord(42, 8080, "token", "build", DateTimeOffset.UnixEpoch);

        record.Write(state);

        PlatformRecord.Read(state).ShouldBe(record);
        File.GetUnixFileMode(state.PlatformRecord).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void No_record_is_null() => PlatformRecord.Read(state).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null and void")]
    public void A_damaged_record_says_what_to_do(string text)
    {
        File.WriteAllText(state.PlatformRecord, text);

        Should.Throw<PlatformException>(() => PlatformRecord.Read(state)).Message.ShouldContain("destroy.sh");
    }
}
