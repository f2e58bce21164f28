using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.ServiceDefaults.Tests.Support;

/// <summary>A service inside the test's process, on two free loopback ports.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningService(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Public = new HttpClient { BaseAddress = new Uri(addresses[0]) };
        Management = new HttpClient { BaseAddress = new Uri(addresses[1]) };
    }

    public HttpClient Public { get; }

    public HttpClient Management { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="build">Makes the service.</param>
    /// <param name="settings">As on the command line: <c>--NAME=value</c>.</param>
    public static async Task<RunningService> StartAsync(Func<string[], WebApplication> build, params string[] settings)
    {
        var app = build(
        [
            "--HTTP_PORT=0", "--MANAGEMENT_PORT=0", "--BIND_ADDRESS=127.0.0.1", "--DRAIN_DELAY_SECONDS=0", "--APP_VERSION=",
            "--OTEL_EXPORTER_OTLP_ENDPOINT=", "--Logging:LogLevel:Default=Critical", "--Logging:LogLevel:Microsoft=Critical", .. settings,
        ]);
        await app.StartAsync();
        return new RunningService(app);
    }

    public async ValueTask DisposeAsync()
    {
        Public.Dispose();
        Management.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
