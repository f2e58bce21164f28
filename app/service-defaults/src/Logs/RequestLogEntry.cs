using System.Collections;
using System.Globalization;

namespace BigBen.ServiceDefaults.Logs;

/// <summary>
/// What one request's line says: a sentence for people, values for machines. By hand, since this is written more often than all other lines
/// together: a formatted <c>LoggerMessage</c> takes twice as long.
/// </summary>
internal readonly struct RequestLogEntry(string method, string? path, string? route, int status, double durationMs)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    public static readonly Func<RequestLogEntry, Exception?, string> Format = static (entry, _) => entry.ToString();

    public int Count => 6;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("method", method),
        1 => new("path", path),
        // To group by; people read the path.
        2 => new("route", route),
        3 => new("status", status),
        4 => new("durationMs", durationMs),
        5 => new("{OriginalFormat}", "{method} {path} answered {status} in {durationMs} ms"),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{method} {path} answered {status} in {durationMs} ms");

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
