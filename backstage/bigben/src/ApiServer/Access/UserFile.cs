namespace BigBen.ApiServer.Access;

/// <summary>The file of users: theirs, the hashes of their tokens, their rights. Its owner alone reads it.</summary>
/// <param name="path">The file.</param>
internal sealed class UserFile(string path)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    // Others write it for a moment only.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>All of its text; empty where there is no file yet.</summary>
    /// <exception cref="PlatformException">It cannot be read.</exception>
    public byte[] Read()
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>The users in such a text.</summary>
    /// <exception cref="PlatformException">It is none of ours.</exception>
    public IReadOnlyList<StoredUser> Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return text.IsEmpty ? [] : JsonSerializer.Deserialize<StoredUser[]>(text, Options) ?? [];
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Changes the users, while nobody else does. Who only looks needs no turn: the file is always whole.</summary>
    /// <param name="change">Changes the list, and tells what is to be done once it is written and before anybody else changes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">It cannot be read or written.</exception>
    public async Task ChangeAsync(Func<List<StoredUser>, Action> change, CancellationToken cancellationToken)
    {
        using var turn = await FileLock.TakeAsync($"{path}.lock", Patience, TimeProvider.System, cancellationToken)
            ?? throw new PlatformException($"Somebody else is changing '{path}'; try again.");
        var users = Parse(Read()).ToList();
        var then = change(users);
        AtomicFile.Write(path, JsonSerializer.Serialize(users, Options), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        then();
    }

    private PlatformException Unreadable(Exception why) => new(
        $"The API server's users in '{path}' cannot be read: {why.Message.TrimEnd('.')}. Remove the file and start the platform again: its "
        + "own user is kept, the others have to be made again.",
        why);
}
