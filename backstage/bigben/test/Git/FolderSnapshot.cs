using System.Collections.Concurrent;
using System.Text;
using BigBen.Tests.Foundation.Processes;

namespace BigBen.Tests.Git;

/// <summary>
/// What a folder holds after some work in it, kept in memory and written anew for each test: two dozen runs of git are done once.
/// </summary>
internal sealed class FolderSnapshot
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<FolderSnapshot>>> Taken = new();

    private readonly string _path;
    private readonly IReadOnlyList<string> _folders;
    private readonly IReadOnlyList<(string Name, byte[] Content, UnixFileMode Mode)> _files;

    private FolderSnapshot(string path)
    {
        _path = path;
        _folders = [.. Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Select(Name)];
        _files =
        [
            .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => (Name(file), File.ReadAllBytes(file), File.GetUnixFileMode(file))),
        ];
    }

    /// <summary>A new folder, as the work leaves one.</summary>
    /// <param name="key">The same for the same work.</param>
    /// <param name="work">Done for the first folder of this key alone; nothing that it starts goes on.</param>
    public static async Task<TempFolder> FolderAsync(string key, Func<TempFolder, Task> work)
    {
        var snapshot = await Taken.GetOrAdd(key, _ => new Lazy<Task<FolderSnapshot>>(() => TakeAsync(work))).Value;
        var folder = new TempFolder();
        snapshot.Write(folder.Path);
        return folder;
    }

    private static async Task<FolderSnapshot> TakeAsync(Func<TempFolder, Task> work)
    {
        using var folder = new TempFolder();
        await work(folder);
        return new FolderSnapshot(folder.Path);
    }

    private void Write(string path)
    {
        foreach (var folder in _folders)
            Directory.CreateDirectory(Path.Combine(path, folder));
        foreach (var (name, content, mode) in _files)
        {
            var file = Path.Combine(path, name);
            var moved = Moved(content, path);
            // git's samples of hooks are never run.
            if (mode.HasFlag(UnixFileMode.UserExecute) && !name.EndsWith(".sample", StringComparison.Ordinal))
                TestProgram.Write(file, Encoding.UTF8.GetString(moved));
            else
                File.WriteAllBytes(file, moved);
            File.SetUnixFileMode(file, mode);
        }
    }

    // git names folders whole in its settings.
    private byte[] Moved(byte[] content, string path) =>
        content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(_path)) < 0
            ? content
            : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(_path, path, StringComparison.Ordinal));

    private string Name(string file) => Path.GetRelativePath(_path, file);
}
