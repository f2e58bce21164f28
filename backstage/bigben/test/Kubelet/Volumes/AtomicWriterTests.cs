using System.Text;
using BigBen.Kubelet.Volumes;

namespace BigBen.Tests.Kubelet.Volumes;

public sealed class AtomicWriterTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("bigben-");
    private readonly AtomicWriter _writer;

    public AtomicWriterTests() => _writer = new AtomicWriter(_directory.FullName, TimeProvider.System);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Files_are_links_through_one_link_that_a_change_swaps()
    {
        Write(("a", "1"), ("sub/b", "2"));
        var first = new FileInfo(In("..data")).LinkTarget!;

        new FileInfo(In("a")).LinkTarget.ShouldBe("..data/a");
        File.ReadAllText(In("a")).ShouldBe("1");
        File.ReadAllText(In("sub/b")).ShouldBe("2");
        File.GetUnixFileMode(Path.Combine(In(first), "a")).ShouldBe(Mode);

        Write(("a", "new"), ("c", "3")).ShouldBeTrue();

        File.ReadAllText(In("a")).ShouldBe("new");
        Visible().ShouldBe(["a", "c"]);
        Directory.Exists(In(first)).ShouldBeFalse();
    }

    [Fact]
    public void What_is_so_already_is_not_written_again()
    {
        Write(("a", "1"));
        var link = new FileInfo(In("..data")).LinkTarget;

        Write(("a", "1")).ShouldBeFalse();

        new FileInfo(In("..data")).LinkTarget.ShouldBe(link);
        Write().ShouldBeTrue();
        Visible().ShouldBeEmpty();
    }

    [Fact]
    public void What_fails_leaves_nothing_and_changes_nothing()
    {
        Write(("a", "1"));
        var before = Entries();

        // One name cannot be a file and a folder.
        Should.Throw<IOException>(() => Write(("a", "2"), ("a/b", "3")));

        Entries().ShouldBe(before);
        File.ReadAllText(In("a")).ShouldBe("1");
    }

    [Fact]
    public void The_old_files_go_though_a_name_is_taken()
    {
        Write(("a", "1"));
        var first = new FileInfo(In("..data")).LinkTarget!;
        Directory.CreateDirectory(In("b"));

        Should.Throw<IOException>(() => Write(("a", "2"), ("b", "3")));

        Directory.Exists(In(first)).ShouldBeFalse();
        File.ReadAllText(In("a")).ShouldBe("2");
    }

    private bool Write(params (string Path, string Content)[] files) =>
        _writer.Write(files.ToDictionary(file => file.Path, file => new VolumeFile(Encoding.UTF8.GetBytes(file.Content), Mode)));

    private string In(string name) => Path.Combine(_directory.FullName, name);

    private IReadOnlyList<string> Entries() => [.. _directory.EnumerateFileSystemInfos().Select(entry => entry.Name).Order()];

    private IEnumerable<string> Visible() => _directory.EnumerateFileSystemInfos()
        .Select(entry => entry.Name).Where(name => !name.StartsWith("..", StringComparison.Ordinal)).Order();
}
