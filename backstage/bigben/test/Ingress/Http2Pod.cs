using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigBen.Tests.Ingress;

/// <summary>A program that speaks HTTP/2 without TLS: gRPC, trailers and WebSockets.</summary>
internal sealed class Http2Pod : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Http2Pod(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Urls.First()).Port;

    public static async Task<Http2Pod> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.UseWebSockets();
        application.MapGrpcService<EchoGrpc>();
        application.MapGet("/protocol", (HttpRequest request) => request.Protocol);
        application.MapGet("/trailers", async (HttpResponse response) =>
        {
            response.DeclareTrailer("x-sum");
            await response.WriteAsync("body");
            response.AppendTrailer("x-sum", "4");
        });
        application.Map("/websocket", WebSocketEcho.AnswerAsync);
        await application.StartAsync();
        return new Http2Pod(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
