using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace BigBen.Hostile.Sockets;

/// <summary>A connection to a platform on which bytes go out as they are.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly AnswerReader _answers;

    private RawConnection(Socket socket, Stream stream)
    {
        (_socket, _stream) = (socket, stream);
        _answers = new AnswerReader(stream);
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    public static async Task<RawConnection> OpenAsync(Doors doors, Door door, CancellationToken cancellationToken)
    {
        // Closed by a reset: no address stays taken for a minute, a hundred thousand times.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, doors.PortOf(door)), cancellationToken);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (door == Door.Api)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsClientAsync(doors.Trust, cancellationToken);
                stream = secured;
            }

            return new RawConnection(socket, stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a case and reads what comes back, at the same time: an answer may come before everything was read.</summary>
    public async Task<HttpAnswer> SendAsync(HttpCase sent, CancellationToken cancellationToken)
    {
        var answering = _answers.ReadAsync(sent, cancellationToken);
        var sending = WriteAsync(sent, answering, cancellationToken);
        try
        {
            return await answering;
        }
        catch (IOException)
        {
            return HttpAnswer.None;
        }
        finally
        {
            // Whoever has answered needs not read the rest.
            if (sent.IsSound && !sending.IsCompleted)
                Dispose();
            await sending;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private async Task WriteAsync(HttpCase sent, Task answering, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(sent.Request, cancellationToken);
            if (sent.IsSound)
                return;
            // What is missing never comes: a server that still waits for it learns so.
            await Task.WhenAny(answering, Task.Delay(Pause, cancellationToken));
            if (!answering.IsCompleted)
                _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The other side has closed, or has answered already.
        }
    }
}
