using BigBen.Foundation.Processes;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;

namespace BigBen.Platforms;

/// <summary>
/// The file by which a folder is known to be a state folder of ours, since <c>down</c> deletes it whole: bootstrap/lib/bigben.sh makes it,
/// and so does an <c>up</c> that was not started by that.
/// </summary>
internal static class StateMark
{
    /// <summary>Makes the folder, with its mark; nothing where it is marked.</summary>
    /// <exception cref="PlatformException">It holds files of something else, or cannot be made.</exception>
    public static void Claim(StateFolder state)
    {
        if (IsOn(state))
            return;
        if (!IsEmpty(state))
            throw new PlatformException($"'{state.Path}' is not empty and is not a state folder of Big Ben; name another one by --state.");
        try
        {
            Directory.CreateDirectory(state.Path);
            Put(state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                $"'{state.Path}' cannot be made: {e.Message}. Fix the folder's rights or choose another by --state.", e);
        }
    }

    /// <summary>Whether a folder may be deleted: one that is there, and is ours or empty.</summary>
    public static bool IsOurs(StateFolder state) => IsOn(state) || IsEmpty(state);

    /// <summary>Deletes a state folder, its mark last: what an interruption leaves of it is still ours.</summary>
    /// <exception cref="IOException">Something in it cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Something in it cannot be deleted.</exception>
    public static void Delete(StateFolder state)
    {
        Put(state);
        foreach (var entry in new DirectoryInfo(state.Path).EnumerateFileSystemInfos().Where(entry => entry.FullName != state.Mark))
        {
            if (entry is DirectoryInfo folder)
                FolderRemoval.Delete(folder.FullName);
            else
                entry.Delete();
        }

        Directory.Delete(state.Path, recursive: true);
    }

    // The mark, and what folders of older versions are known by.
    private static bool IsOn(StateFolder state) => new[]
    {
        state.Mark, Path.Combine(state.Forge, "HEAD"), state.LockHolder, KindRecord.FileOf(state), ExistingRecord.FileOf(state),
        Path.Combine(state.Tools, "sdks"),
    }.Any(File.Exists);

    private static bool IsEmpty(StateFolder state) =>
        !Directory.Exists(state.Path) || !Directory.EnumerateFileSystemEntries(state.Path).Any();

    // Several may do so at once.
    private static void Put(StateFolder state)
    {
        using var mark = new FileStream(state.Mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
    }
}
