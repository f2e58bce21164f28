using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceB.Tests.ServiceA;

/// <summary>A server that breaks connections, which WireMock cannot.</summary>
internal sealed class BreakingServiceA : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BreakingServiceA(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<BreakingServiceA> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new BreakingServiceA(builder.Build());
        server._app.Run(answer);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
