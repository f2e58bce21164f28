using System.Text;

namespace BigBen.Kubelet.Logs;

/// <summary>A line of a log.</summary>
/// <param name="Text">Its bytes, with the line break; without one where the log ends in the midst of a line.</param>
/// <param name="Time">By when it was written, UTC.</param>
internal readonly record struct LogLine(ReadOnlyMemory<byte> Text, DateTimeOffset Time)
{
    private const string Rfc3339 = "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z '";

    /// <summary>The line as it is sent, with its time before it where that is wanted.</summary>
    public ReadOnlyMemory<byte> ToBytes(bool timestamps)
    {
        if (!timestamps)
            return Text;
        var time = Encoding.ASCII.GetBytes(Time.UtcDateTime.ToString(Rfc3339, CultureInfo.InvariantCulture));
        return (byte[])[.. time, .. Text.Span];
    }
}
