namespace BigBen.Foundation;

/// <summary>Files that are either wholly the old or wholly the new text, whenever the writer is killed.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes <paramref name="text"/> to <paramref name="path"/> by way of a neighbour file and a rename; makes the folder.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="text">All of its new text.</param>
    /// <param name="mode">Its rights from the first byte on; the process's usual ones by default. Ignored on Windows.</param>
    /// <exception cref="PlatformException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, string text, UnixFileMode? mode = null)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = mode;
            using (var stream = new FileStream(temporary, options))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(text);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new PlatformException(
                $"'{path}' cannot be written: {e.Message}. Free some space or fix the folder's rights, then run the command again.", e);
        }
    }
}
