using System.IO.Compression;
using System.Text;

namespace BigBen.Verbs.Export;

/// <summary>Writes what was exported, and tells what of it is stale.</summary>
internal static class ExportWriter
{
    private const UnixFileMode Script =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // The same content is the same file: ZIP keeps times, from 1980 on.
    private static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes an export.</summary>
    /// <param name="form">What it is.</param>
    /// <param name="files">Its files.</param>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="PlatformException">A folder holds something already, or nothing can be written.</exception>
    public static void Write(ExportForm form, IReadOnlyList<ExportFile> files, string path)
    {
        switch (form)
        {
            case ExportForm.File:
                Write(path, files[0].Text);
                break;
            case ExportForm.Zip:
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                File.WriteAllBytes(path, Zip(files));
                break;
            default:
                // What an older export left there would be installed as well.
                if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                    throw new PlatformException($"The folder '{path}' is not empty: remove it, or name another.");
                foreach (var file in files)
                    Write(Path.Combine(path, file.Path), file.Text);
                break;
        }
    }

    /// <summary>The first file that is not what would be written; null where all are.</summary>
    /// <inheritdoc cref="Write(ExportForm, IReadOnlyList{ExportFile}, string)"/>
    public static string? FirstStale(ExportForm form, IReadOnlyList<ExportFile> files, string path)
    {
        if (form == ExportForm.Zip)
            return File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(Zip(files)) ? null : path;
        var wanted = files.ToDictionary(file => form == ExportForm.File ? path : Path.Combine(path, file.Path), file => file.Text);
        var there = form == ExportForm.Folder && Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            : [];
        return wanted.Where(file => !File.Exists(file.Key) || File.ReadAllText(file.Key) != file.Value).Select(file => file.Key)
            .Concat(there.Where(file => !wanted.ContainsKey(file))).FirstOrDefault();
    }

    private static void Write(string path, string text) =>
        AtomicFile.Write(path, text, text.StartsWith("#!", StringComparison.Ordinal) ? Script : null);

    private static byte[] Zip(IReadOnlyList<ExportFile> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                var entry = zip.CreateEntry(file.Path);
                entry.LastWriteTime = Always;
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(file.Text));
            }
        }

        return bytes.ToArray();
    }
}
