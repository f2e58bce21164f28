using System.Net;
using BigBen.ServiceDefaults.Metrics;
using BigBen.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.ServiceDefaults;

/// <summary>The two listeners: one for users, one for the platform's probes and scrapes.</summary>
internal sealed class Listeners
{
    private ListenOptions? _public;
    private ListenOptions? _management;

    /// <summary>Where users are served, with the real port once Kestrel has bound it; null before.</summary>
    public EndPoint? Public => _public?.EndPoint;

    /// <summary>Where probes and metrics are served; null before Kestrel has bound it.</summary>
    public EndPoint? Management => _management?.EndPoint;

    /// <summary>Whether the request came in through the management listener. The connection decides; no header can.</summary>
    public static bool IsManagement(HttpContext context) => context.Features.Get<ManagementConnection>() is not null;

    public void Listen(KestrelServerOptions kestrel, ServiceSettings settings)
    {
        var connections = kestrel.ApplicationServices.GetRequiredService<ConnectionMetrics>();
        Listen(kestrel, settings.BindAddress, settings.HttpPort, options =>
        {
            _public = options;
            options.Use(connections.Count("http"));
        });
        Listen(kestrel, settings.BindAddress, settings.ManagementPort, options =>
        {
            _management = options;
            options.Use(connections.Count("management"));
            options.Use(next => connection =>
            {
                connection.Features.Set(ManagementConnection.Instance);
                return next(connection);
            });
        });
    }

    private static void Listen(KestrelServerOptions kestrel, IPAddress? address, int port, Action<ListenOptions> configure)
    {
        void Configure(ListenOptions options)
        {
            options.Protocols = HttpProtocols.Http1;
            configure(options);
        }

        if (address is null)
            kestrel.ListenAnyIP(port, Configure);
        else
            kestrel.Listen(address, port, Configure);
    }

    private sealed class ManagementConnection
    {
        public static readonly ManagementConnection Instance = new();
    }
}
