using System.IO.Pipelines;

namespace BigBen.ApiServer.Streaming.Spdy;

/// <summary>A stream that the client has opened.</summary>
/// <param name="id">Its number.</param>
/// <param name="headers">What it is, names in lower case.</param>
/// <param name="connection">What it is part of.</param>
internal sealed class SpdyStream(int id, IReadOnlyDictionary<string, string> headers, SpdyConnection connection)
{
    private readonly Pipe _input = new();
    private readonly TaskCompletionSource _reset = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the client sends. To dispose of it drops what is still to come.</summary>
    public Stream Input => _input.Reader.AsStream();

    /// <summary>Sends to the client; each write is a frame.</summary>
    public Stream Output => new SendStream((data, cancellationToken) => connection.SendAsync(id, data, isLast: false, cancellationToken));

    /// <summary>Completes when the client wants nothing of the stream any more.</summary>
    public Task WhenReset => _reset.Task;

    /// <summary>A header's value; empty where there is none.</summary>
    public string Header(string name) => headers.GetValueOrDefault(name, "");

    /// <summary>Tells the client that nothing follows.</summary>
    public Task EndAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(id, ReadOnlyMemory<byte>.Empty, isLast: true, cancellationToken);

    /// <summary>Takes what the client has sent; waits while there is enough that nobody has read.</summary>
    public async Task TakeAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        await _input.Writer.WriteAsync(data, cancellationToken);

    /// <summary>The client sends nothing more.</summary>
    public ValueTask EndInputAsync() => _input.Writer.CompleteAsync();

    /// <summary>The client wants nothing of the stream any more.</summary>
    public ValueTask ResetAsync()
    {
        _reset.TrySetResult();
        return EndInputAsync();
    }
}
