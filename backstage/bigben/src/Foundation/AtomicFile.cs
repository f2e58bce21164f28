namespace BigBen.Foundation;

/// <summary>Files that are either wholly the old or wholly the new text, whenever the writer is killed.</summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="text"/> to <paramref name="path"/> by way of a neighbour file and a rename; makes the folder.</summary>
    /// <exception cref="PlatformException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
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
            throw new PlatformException($"'{path}' cannot be written: {e.Message}. Free some space or mend the folder's rights, then run the command again.", e);
        }
    }
}
