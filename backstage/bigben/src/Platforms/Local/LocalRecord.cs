namespace BigBen.Platforms.Local;

/// <summary>
/// Where a state folder's local platform served last. Unlike <see cref="PlatformRecord"/> it outlasts the process, so that an <c>up</c>
/// after a restart of the machine brings the same URLs; removed with the state folder.
/// </summary>
/// <param name="Port">The port that every host is served on.</param>
/// <param name="Domain">What every host ends in.</param>
internal sealed record LocalRecord(int Port, string Domain)
{
    /// <summary>Reads the record of a state folder; null where there is none.</summary>
    /// <exception cref="PlatformException">It is damaged.</exception>
    public static LocalRecord? Read(StateFolder state) =>
        StateFolder.ReadRecord<LocalRecord>(FileOf(state), "delete it, and name port and domain by --port and --domain once more");

    /// <summary>Writes it.</summary>
    public void Write(StateFolder state) => AtomicFile.Write(FileOf(state), JsonSerializer.Serialize(this, JsonSerializerOptions.Web));

    private static string FileOf(StateFolder state) => Path.Combine(state.Path, "local", "platform.json");
}
