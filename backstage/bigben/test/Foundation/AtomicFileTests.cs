using BigBen.Foundation;

namespace BigBen.Tests.Foundation;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("big-ben-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_folder_is_made_and_nothing_else_stays()
    {
        var file = Path.Combine(folder, "a", "b.txt");

        AtomicFile.Write(file, "one");
        AtomicFile.Write(file, "two");

        File.ReadAllText(file).ShouldBe("two");
        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldBe([file]);
    }

    [Fact]
    public void A_mode_holds_from_the_start()
    {
        var file = Path.Combine(folder, "secret");

        AtomicFile.Write(file, "token", UnixFileMode.UserRead | UnixFileMode.UserWrite);

        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void What_cannot_be_written_is_one_sentence_and_the_old_text_stays()
    {
        var file = Path.Combine(folder, "taken");
        Directory.CreateDirectory(file);

        Should.Throw<PlatformException>(() => AtomicFile.Write(file, "text")).Message.ShouldContain("taken");

        Directory.Exists(file).ShouldBeTrue();
        Directory.GetFiles(folder).ShouldBeEmpty();
    }
}
