using System.Net;
using BigBen.ApiServer.Access;
using BigBen.ApiServer.Audit;
using BigBen.ApiServer.Http;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Serving;
using BigBen.ApiServer.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BigBen.ApiServer;

/// <summary>The running API server: the store for those in this process, HTTPS on loopback for everybody else.</summary>
internal sealed class ApiServerHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ObjectStorage _storage;
    private readonly ITimer _expiry;

    private ApiServerHost(
        WebApplication application, ObjectStorage storage, ObjectStore store, ITimer expiry, string kubeconfig, string loopbackToken)
    {
        _application = application;
        _storage = storage;
        _expiry = expiry;
        Store = store;
        Kubeconfig = kubeconfig;
        LoopbackToken = loopbackToken;
    }

    /// <summary>The objects.</summary>
    public IObjectStore Store { get; }

    /// <summary>The file that lets a client in.</summary>
    public string Kubeconfig { get; }

    /// <summary>The token of this process itself, which is not a user's and ends with it.</summary>
    public string LoopbackToken { get; }

    /// <summary>Opens what is kept, listens at the port of last time or at any free one, and writes the kubeconfig.</summary>
    /// <param name="options">Where everything is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The store, or every port, is somebody else's.</exception>
    public static async Task<ApiServerHost> StartAsync(ApiServerOptions options, CancellationToken cancellationToken)
    {
        var storage = ObjectStorage.Open(Path.Combine(options.Directory, "objects.db"), options.History);
        try
        {
            var identity = new IdentityKeeper(options);
            var store = new ObjectStore(storage, options.Clock);
            SystemNamespaces.Ensure(store);
            var authenticator = new Authenticator(identity.Accounts.File);
            var handler = new ApiHandler(
                store,
                authenticator,
                new AuditLog(Path.Combine(options.Directory, "audit.log"), options.Logger),
                options.Logs,
                options.Containers,
                options.Metrics,
                options.Clock,
                options.Logger);
            var application = await ListenAsync(identity, handler, cancellationToken);
            await identity.PublishAsync(PortOf(application), cancellationToken);
            var expiry = new EventExpiry(store, options.Clock, options.Logger);
            var timer = options.Clock.CreateTimer(_ => expiry.Sweep(), null, TimeSpan.Zero, EventExpiry.Every);
            return new ApiServerHost(application, storage, store, timer, options.Kubeconfig, authenticator.LoopbackToken);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A watch never ends by itself: those who listen are cut off.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        await _expiry.DisposeAsync();
        _storage.Dispose();
    }

    // The port of last time may have found another owner meanwhile; a client then needs the new kubeconfig.
    private static async Task<WebApplication> ListenAsync(IdentityKeeper identity, ApiHandler handler, CancellationToken cancellationToken)
    {
        var application = Build(identity, identity.Port, handler);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException && identity.Port != 0)
        {
            await application.DisposeAsync();
            application = Build(identity, port: 0, handler);
            await application.StartAsync(cancellationToken);
        }

        return application;
    }

    private static WebApplication Build(IdentityKeeper identity, int port, ApiHandler handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => identity.Certificate);
            });
        });
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(handler.HandleAsync);
        return application;
    }

    private static int PortOf(WebApplication application) =>
        new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>Signals are the business of whoever hosts us.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
