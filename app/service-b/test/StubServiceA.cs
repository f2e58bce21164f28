using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceB.Tests;

/// <summary>A second server on a real socket, which answers as a test wants service A to.</summary>
internal sealed class StubServiceA : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServiceA(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The requests so far: method and target.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<StubServiceA> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new StubServiceA(builder.Build());
        stub._app.Run(context =>
        {
            stub.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
            return answer(context);
        });
        await stub._app.StartAsync();
        return stub;
    }

    public static Task<StubServiceA> StartAsync(int status, string body) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
