using System.Globalization;
using System.Text;

namespace BigBen.Hostile.Sockets;

/// <summary>Reads answers of HTTP/1.1 from a connection.</summary>
/// <param name="stream">The connection.</param>
internal sealed class AnswerReader(Stream stream)
{
    private const int Kept = 2000;

    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads the next answer to its end, or to that of its head where it may not end.</summary>
    /// <exception cref="IOException">The connection was cut, or what came is no answer.</exception>
    public async Task<HttpAnswer> ReadAsync(HttpCase sent, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await LineAsync(cancellationToken) is not { } line)
                return HttpAnswer.None;
            var status = StatusOf(line);
            var head = await HeadAsync(cancellationToken);
            // "100 Continue" comes before the answer; "101 Switching Protocols" is one.
            if (status is 100 or >= 102 and < 200)
                continue;
            var isStream = status == 101 || head.GetValueOrDefault("content-type") == "text/event-stream";
            if (isStream || (sent.MayNotEnd && status < 400))
                return new HttpAnswer(status, "", false);
            var isKept = head.GetValueOrDefault("connection") != "close";
            return sent.IsHead || status is 204 or 304
                ? new HttpAnswer(status, "", isKept)
                : new HttpAnswer(status, await BodyAsync(head, cancellationToken), isKept);
        }
    }

    private static int StatusOf(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal)
        && line.Length >= 12
        && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw new IOException($"'{line}' is not a status line");

    private async Task<Dictionary<string, string>> HeadAsync(CancellationToken cancellationToken)
    {
        var head = new Dictionary<string, string>();
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            head[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim().ToLowerInvariant();
        }

        return head;
    }

    private async Task<string> BodyAsync(Dictionary<string, string> head, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        if (head.GetValueOrDefault("transfer-encoding") == "chunked")
        {
            long size;
            do
            {
                var line = await LineAsync(cancellationToken) ?? throw new IOException("the body was cut");
                size = long.Parse(line, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await TakeAsync(text, size, cancellationToken);
                await LineAsync(cancellationToken);
            }
            while (size > 0);
        }
        else
        {
            var length = head.TryGetValue("content-length", out var value)
                ? long.Parse(value, CultureInfo.InvariantCulture)
                : long.MaxValue;
            await TakeAsync(text, length, cancellationToken);
        }

        return text.ToString();
    }

    private async Task TakeAsync(StringBuilder text, long count, CancellationToken cancellationToken)
    {
        while (count > 0 && await FillAsync(cancellationToken))
        {
            var taken = (int)Math.Min(count, _end - _start);
            if (text.Length < Kept)
                text.Append(Encoding.UTF8.GetString(_buffer, _start, Math.Min(taken, Kept)));
            _start += taken;
            count -= taken;
        }
    }

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await FillAsync(cancellationToken))
        {
            var end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            line.Append(Encoding.Latin1.GetString(_buffer, _start, (end < 0 ? _end : end) - _start));
            _start = end < 0 ? _end : end + 1;
            if (end >= 0)
                return line.ToString().TrimEnd('\r');
        }

        return line.Length == 0 ? null : throw new IOException("the answer was cut");
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start < _end)
            return true;
        (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
        return _end > 0;
    }
}
