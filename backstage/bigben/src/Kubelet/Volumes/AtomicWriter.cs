using System.Runtime.InteropServices;

namespace BigBen.Kubelet.Volumes;

/// <summary>
/// Writes the files of a volume so that a reader sees either all old or all new ones, as the kubelet: they are in a folder of their own,
/// which <c>..data</c> links to, and every name of the volume links through that. A change is one swap of that link.
/// </summary>
/// <param name="directory">The volume's folder.</param>
/// <param name="clock">Names the folders.</param>
internal sealed partial class AtomicWriter(string directory, TimeProvider clock)
{
    private const string Data = "..data";

    private string DataLink => Path.Combine(directory, Data);

    /// <summary>Writes the files, unless they are so already.</summary>
    /// <param name="files">All files of the volume, by their path in it.</param>
    /// <returns>Whether anything was changed.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    public bool Write(IReadOnlyDictionary<string, VolumeFile> files)
    {
        var before = new FileInfo(DataLink).LinkTarget is { } target ? Path.Combine(directory, target) : null;
        if (before is not null && IsAt(before, files))
            return false;
        var stamp = clock.GetUtcNow().ToString("..yyyy_MM_dd_HH_mm_ss.", CultureInfo.InvariantCulture);
        var now = Directory.CreateDirectory(Path.Combine(directory, stamp + Random.Shared.Next().ToString(CultureInfo.InvariantCulture)));
        try
        {
            foreach (var (path, file) in files)
                Write(Path.Combine(now.FullName, path), file);
            Swap(now.Name);
        }
        catch
        {
            now.Delete(recursive: true);
            throw;
        }

        try
        {
            Link(files.Keys.Select(path => path.Split('/')[0]).ToHashSet());
        }
        finally
        {
            if (before is not null)
                Directory.Delete(before, recursive: true);
        }

        return true;
    }

    private static bool IsAt(string folder, IReadOnlyDictionary<string, VolumeFile> files) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count() == files.Count
        && files.All(file => file.Value.IsAt(Path.Combine(folder, file.Key)));

    private static void Write(string path, VolumeFile file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, file.Mode);
    }

    private void Swap(string target)
    {
        var temporary = Path.Combine(directory, "..data_tmp");
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, target);
        if (Rename(temporary, DataLink) != 0)
            throw new IOException($"'{DataLink}' cannot be changed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private void Link(HashSet<string> names)
    {
        // What is not a link is the place of another volume's mount.
        foreach (var link in new DirectoryInfo(directory).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is not null))
        {
            if (!link.Name.StartsWith("..", StringComparison.Ordinal) && !names.Remove(link.Name))
                link.Delete();
        }

        foreach (var name in names)
            File.CreateSymbolicLink(Path.Combine(directory, name), Path.Combine(Data, name));
    }

    // .NET moves no link that leads to a folder in the place of another one.
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
