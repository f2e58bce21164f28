using System.Buffers.Binary;

namespace BigBen.Kubelet.Logs;

/// <summary>
/// When what of a log was written. A program writes straight into its log, so that nothing is lost when the platform dies; whoever watches
/// the log notes now and then how long it is, and every line is as old as the first note that covers it. So a line's time is never too
/// early, and late by no more than the time between two notes.
/// </summary>
/// <param name="path">The file of the notes: pairs of a length and a time, 8 bytes each, little-endian.</param>
internal sealed class LogTimes(string path)
{
    private const int NoteSize = 16;

    /// <summary>Notes that all of the log's first <paramref name="length"/> bytes were written by now.</summary>
    public void Note(long length, DateTimeOffset now)
    {
        Span<byte> note = stackalloc byte[NoteSize];
        BinaryPrimitives.WriteInt64LittleEndian(note, length);
        BinaryPrimitives.WriteInt64LittleEndian(note[8..], now.UtcTicks);
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(note);
    }

    /// <summary>All notes, in the order of their lengths and times; one that was not written to its end is left out.</summary>
    public IReadOnlyList<(long Length, DateTimeOffset Time)> Read()
    {
        if (!File.Exists(path))
            return [];
        var bytes = File.ReadAllBytes(path);
        var notes = new (long, DateTimeOffset)[bytes.Length / NoteSize];
        for (var i = 0; i < notes.Length; i++)
        {
            var note = bytes.AsSpan(i * NoteSize, NoteSize);
            var ticks = BinaryPrimitives.ReadInt64LittleEndian(note[8..]);
            notes[i] = (BinaryPrimitives.ReadInt64LittleEndian(note), new DateTimeOffset(ticks, TimeSpan.Zero));
        }

        return notes;
    }

    /// <summary>Moves the notes to a log that was copied aside without its first bytes, and begins anew.</summary>
    /// <param name="aside">The notes of the copy.</param>
    /// <param name="skipped">How many bytes were left out.</param>
    public void MoveTo(LogTimes aside, long skipped)
    {
        aside.Clear();
        foreach (var (length, time) in Read().Where(note => note.Length > skipped))
            aside.Note(length - skipped, time);
        Clear();
    }

    private void Clear() => File.Delete(path);
}
