using System.Net;

namespace BigBen.Ingress.Forwarding;

/// <summary>
/// How often a request may go out over HTTP/1.1 to one pod or host. .NET's handler sends a request without a body again, by itself and
/// up to three times, when the other side closes the connection before it answers; over HTTP/2 it does so only where the other side says
/// that it has not begun.
/// </summary>
internal sealed class SendLimit
{
    private static readonly AsyncLocal<SendLimit?> Current = new();

    private int _left;
    private string? _first;

    /// <summary>Whether it went out, or began to, since it was allowed to.</summary>
    public bool HasGoneOut { get; private set; }

    /// <summary>Limits what the caller sends from now on: only what <see cref="Allow"/> allows goes out.</summary>
    public static SendLimit Begin() => Current.Value = new SendLimit();

    /// <summary>Allows it to go out so many more times.</summary>
    public void Allow(int times) => (_left, HasGoneOut) = (times, false);

    /// <summary>Counts a request as it goes out, by its first header; called for each header before it is written.</summary>
    /// <exception cref="HttpIOException">The request has gone out often enough.</exception>
    public static void See(string header, HttpRequestMessage request)
    {
        if (request.Version == HttpVersion.Version11 && Current.Value is { } limit && (limit._first ??= header) == header)
            limit.Add();
    }

    private void Add()
    {
        if (_left == 0)
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The connection was closed before the answer began.");
        _left--;
        HasGoneOut = true;
    }
}
