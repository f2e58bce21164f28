using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BigBen.Ingress.Listening;

/// <summary>
/// A web server on loopback that limits no body and reads no settings but ours. It speaks HTTP/1.1 and, to clients that know so beforehand,
/// HTTP/2 without TLS on the same port.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const int Attempts = 20;
    private readonly WebApplication _application;

    private LoopbackServer(WebApplication application, int port)
    {
        _application = application;
        Port = port;
    }

    /// <summary>The port, the same on every address.</summary>
    public int Port { get; }

    /// <summary>The same for a server that is not a proxy.</summary>
    public static Task<LoopbackServer> StartAsync(int port, bool useIPv6, RequestDelegate handler, CancellationToken cancellationToken) =>
        StartAsync(port, useIPv6, handler, tunnel: null, cancellationToken);

    /// <summary>Listens on 127.0.0.1, and on ::1 where asked and there is one.</summary>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="useIPv6">Whether to listen on ::1 as well.</param>
    /// <param name="handler">Answers.</param>
    /// <param name="tunnel">Opens the tunnels of a proxy; null where there are none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The port cannot be had.</exception>
    public static async Task<LoopbackServer> StartAsync(
        int port, bool useIPv6, RequestDelegate handler, ConnectTunnel? tunnel, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = useIPv6 && HasIPv6() ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];
        for (var attempt = 1; ; attempt++)
        {
            // Any free port is free on one address only: the other one may have it taken, so another is tried.
            var candidate = port == 0 && addresses.Length > 1 ? FreePort() : port;
            var application = Build(candidate, addresses, handler, tunnel);
            try
            {
                await application.StartAsync(cancellationToken);
                return new LoopbackServer(application, BoundPort(application));
            }
            catch (IOException e) when (e.InnerException is AddressInUseException)
            {
                await application.DisposeAsync();
                if (port != 0 || attempt == Attempts)
                {
                    throw new PlatformException(
                        $"Port {candidate} on loopback is already in use. "
                        + "Stop the program that listens there, or choose another port with --port.", e);
                }
            }
            catch (SocketException e)
            {
                await application.DisposeAsync();
                throw new PlatformException(
                    $"Port {candidate} on loopback cannot be had: {e.Message}. Choose another port with --port.", e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A stream of events never ends by itself: those who listen are cut off.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static WebApplication Build(int port, IPAddress[] addresses, RequestDelegate handler, ConnectTunnel? tunnel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRouting();
        var http2 = new HandoverTransport();
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IConnectionListenerFactory>(http2);
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            // Requests wait for other sockets, never for this machine: a hop to another thread would only cost, and so would an empty read.
            sockets.UnsafePreferInlineScheduling = true;
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowHostHeaderOverride = true;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            foreach (var address in addresses)
            {
                kestrel.Listen(address, port, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    if (tunnel is not null)
                        listen.Use(next => connection => tunnel.DispatchAsync(connection, next));
                    listen.Use(next => connection => Http2Preface.DispatchAsync(connection, next, http2.HandOverAsync));
                });
            }

            kestrel.Listen(http2.EndPoint, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var application = builder.Build();
        application.Run(handler);
        return application;
    }

    private static int BoundPort(WebApplication application) =>
        new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool HasIPv6()
    {
        if (!Socket.OSSupportsIPv6)
            return false;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Signals are the business of whoever hosts us.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
