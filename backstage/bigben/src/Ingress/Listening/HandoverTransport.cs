using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace BigBen.Ingress.Listening;

/// <summary>An endpoint of Kestrel whose connections come from another one of the same server, once it is known what they speak.</summary>
internal sealed class HandoverTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private readonly Channel<ConnectionContext> _connections = Channel.CreateUnbounded<ConnectionContext>();

    /// <summary>The endpoint to listen at.</summary>
    public EndPoint EndPoint { get; } = new HandoverEndPoint();

    /// <summary>Gives a connection over; completes when it has been served.</summary>
    public async Task HandOverAsync(ConnectionContext connection)
    {
        var handover = new HandoverConnection(connection);
        if (_connections.Writer.TryWrite(handover))
            await handover.Served;
    }

    public bool CanBind(EndPoint endpoint) => endpoint == EndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _connections.Reader.WaitToReadAsync(cancellationToken) && _connections.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _connections.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private sealed class HandoverEndPoint : EndPoint
    {
        public override string ToString() => "handover";
    }
}
