using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace BigBen.Ingress.Listening;

/// <summary>Ends the wait for what a client says first when the server stops.</summary>
internal static class StopSignal
{
    /// <summary>Cancels the connection's pending read when its server stops, until disposed.</summary>
    public static CancellationTokenRegistration Register(ConnectionContext connection) =>
        connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().ConnectionClosedRequested
            .UnsafeRegister(static input => ((PipeReader)input!).CancelPendingRead(), connection.Transport.Input);
}
