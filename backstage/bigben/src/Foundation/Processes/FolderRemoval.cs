namespace BigBen.Foundation.Processes;

/// <summary>Deletes folders that programs have filled, whatever rights they gave to what is in them.</summary>
internal static class FolderRemoval
{
    private const UnixFileMode AllOfOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Deletes a folder and all that is in it.</summary>
    /// <exception cref="IOException">Something in it cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Something in it belongs to somebody else.</exception>
    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // From a folder that may only be read, as Go's module cache is made of, nothing can be deleted.
            MakeWritable(new DirectoryInfo(folder));
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void MakeWritable(DirectoryInfo folder)
    {
        // What a link leads to is not in it.
        if (OperatingSystem.IsWindows() || folder.LinkTarget is not null)
            return;
        folder.UnixFileMode |= AllOfOwner;
        foreach (var inner in folder.EnumerateDirectories())
            MakeWritable(inner);
    }
}
