using BigBen.Foundation;
using BigBen.Foundation.Processes;

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

        PlatformRecord.Read(state).ShouldNotBeNull().ShouldBe(record with { Folder = RealPath.Of(state.Path) });
        File.GetUnixFileMode(state.PlatformRecord).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData(8080, "console.example.localhost:8080")]
    [InlineData(80, "console.example.localhost")]
    public void The_console_is_at_the_platform_s_own_domain(int port, string authority)
    {
        new PlatformRecord(42, port, "token", "build", DateTimeOffset.UnixEpoch) { Domain = "example.localhost" }.Write(state);

        PlatformRecord.Read(state).ShouldNotBeNull().ConsoleAuthority.ShouldBe(authority);
    }

    [Fact]
    public void One_of_a_version_before_is_at_the_usual_domain()
    {
        File.WriteAllText(
            state.PlatformRecord,
            """{"processId":42,"port":8080,"token":"t","build":"b","started":"2026-01-01T00:00:00Z"}""");

        PlatformRecord.Read(state).ShouldNotBeNull().ConsoleAuthority.ShouldBe("console.bigben.localhost:8080");
    }

    [Fact]
    public void No_record_is_null() => PlatformRecord.Read(state).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null and void")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"processId":42,"port":8080,"build":"b","started":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"processId":42,"port":8080,"token":null,"build":"b","started":"2026-01-01T00:00:00Z"}""")]
    public void A_damaged_record_says_what_to_do(string text)
    {
        File.WriteAllText(state.PlatformRecord, text);

        Should.Throw<PlatformException>(() => PlatformRecord.Read(state)).Message
            .ShouldEndWith("run ./bootstrap/big-ben.sh stop, delete it and run ./bootstrap/big-ben.sh.");
    }
}
