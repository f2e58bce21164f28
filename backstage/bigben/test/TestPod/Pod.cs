using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BigBen.TestPod;

/// <summary>A web program that misbehaves on demand.</summary>
internal static class Pod
{
    private static readonly string[] PortNames = ["HTTP_PORT", "MANAGEMENT_PORT"];
    private static TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<int> RunAsync()
    {
        await Task.Delay(Number("START_DELAY_MS"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            foreach (var port in PortNames.Select(Number).Where(port => port > 0))
                kestrel.Listen(IPAddress.Parse(Text("BIND_ADDRESS", "127.0.0.1")), port, listen => listen.Protocols = HttpProtocols.Http1);
            if (Number("ANY_PORT") == 1)
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.UseWebSockets();
        var alive = true;
        var ready = Number("NEVER_READY") == 0;
        var release = new SemaphoreSlim(0);
        app.MapGet("/alive", () => Results.StatusCode(alive ? 200 : 500));
        app.MapGet("/ready", () => Results.StatusCode(ready ? 200 : 503));
        app.MapGet("/health", () => Results.StatusCode(Number("HEALTH") is > 0 and var code ? code : 200));
        app.MapPost("/die", () => alive = false);
        app.MapPost("/ready/{value:bool}", (bool value) => ready = value);
        app.MapGet(
            "/version",
            () => Number("VERSION_AS_JSON") == 1
                ? Results.Json(new { version = Text("APP_VERSION", "none") })
                : Results.Text(Text("APP_VERSION", "none")));
        app.MapPost("/exit/{code:int}", (int code) => Environment.Exit(code));
        app.MapPost("/say/{count:int}", async (int count, string text, int? perSecond) =>
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 1; i <= count; i++)
            {
                System.Console.WriteLine($"{text} {i}");
                if (perSecond is { } rate
                    && i % Math.Max(1, rate / 20) == 0
                    && TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } early)
                    await Task.Delay(early);
            }
        });
        app.MapGet("/pod", () => Text("POD_NAME", "none"));
        app.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value));
        app.MapFallback("/request/{**path}", (HttpRequest request) => new Dictionary<string, string>(
            request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())))
        {
            [":method"] = request.Method,
            [":target"] = request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
        });
        app.MapPost("/count", async (HttpRequest request) =>
        {
            var buffer = new byte[64 * 1024];
            long sum = 0;
            for (int read; (read = await request.Body.ReadAsync(buffer)) > 0; sum += read)
            {
            }

            return sum;
        });
        app.MapPost("/first", async (HttpRequest request, HttpResponse response) =>
        {
            // Tells /wait what came first, while the rest of the body is still to come.
            var buffer = new byte[1];
            await request.Body.ReadExactlyAsync(buffer);
            release.Release();
            await request.Body.CopyToAsync(Stream.Null);
            await response.WriteAsync("all");
        });
        app.MapPost("/release", () => release.Release());
        var waiting = 0;
        app.MapGet("/wait", () =>
        {
            Interlocked.Increment(ref waiting);
            return release.WaitAsync();
        });
        app.MapGet("/waiting", () => Volatile.Read(ref waiting));
        app.MapGet("/events", async (HttpContext context) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            for (var i = 0; ; i++)
            {
                await release.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync($"data: {i}\n\n");
            }
        });
        app.MapGet("/gone", async (HttpContext context) =>
        {
            // Completes when the client of the other request went away.
            Interlocked.Exchange(ref left, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            context.RequestAborted.Register(() => left.TrySetResult());
            await context.Response.WriteAsync("here");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        app.MapGet("/left", async () => await left.Task.WaitAsync(TimeSpan.FromSeconds(50)));
        app.MapGet("/bytes/{count:long}", async (long count, HttpResponse response) =>
        {
            var buffer = new byte[64 * 1024];
            for (var rest = count; rest > 0; rest -= buffer.Length)
                await response.Body.WriteAsync(buffer.AsMemory(0, (int)Math.Min(rest, buffer.Length)));
        });
        app.MapGet("/abort", (HttpContext context) => context.Abort());
        app.MapGet("/broken", async (HttpContext context) =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("part");
            await context.Response.Body.FlushAsync();
            await release.WaitAsync();
            context.Abort();
        });
        app.Map("/websocket", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } message)
                await socket.SendAsync(
                    buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, message.EndOfMessage, CancellationToken.None);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        });
        app.MapGet("/fetch", async (string url) =>
        {
            using var client = new HttpClient();
            var response = await client.GetAsync(url);
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        });
        // A program of which the tests write what it does: a shell's script, in a variable.
        app.Map("/run/{variable}", async (string variable) =>
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Text(variable, "exit 1")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? Results.Text(said[0]) : Results.Text(said[1], statusCode: 500);
        });
        app.MapPost("/spawn", () => Process.Start("/bin/sleep", "1000").Id);
        await app.StartAsync();
        if (Number("ANY_PORT") == 1)
            System.Console.WriteLine(new Uri(app.Urls.First()).Port);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static string Text(string name, string otherwise) => Environment.GetEnvironmentVariable(name) ?? otherwise;

    private static int Number(string name) => int.Parse(Text(name, "0"), CultureInfo.InvariantCulture);
}
