using System.Collections.Concurrent;
using System.Text;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults.Tests.Telemetry;

public class OtlpTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_arrive_before_the_service_has_ended()
    {
        await using var collector = await Collector.StartAsync();
        await using var service = await ServiceProcess.StartAsync(
            "BigBen.ServiceDefaults.Tests.dll",
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("APP_VERSION", "v1.2.3"), ("DRAIN_DELAY_SECONDS", "0"));
        // The first export loads and compiles, which on a busy machine takes longer than the last one may: five seconds.
        await service.Public.GetAsync("/health");
        await collector.HasAsync("/v1/traces");
        await collector.HasAsync("/v1/logs");
        await service.Public.GetAsync("/ok/7");
        await service.Public.GetAsync("/throw");
        await service.Management.GetAsync("/alive");
        await service.Management.GetAsync("/alive-as-well");
        service.Terminate();
        (await service.EndAsync()).ShouldBe(0);

        // Protobuf holds its strings as they are.
        collector.Received("/v1/traces").ShouldContain("GET /ok/{id}");
        collector.Received("/v1/traces").ShouldContain("error.type");
        collector.Received("/v1/traces").ShouldNotContain("HttpRequestIn");
        collector.Received("/v1/traces").ShouldNotContain("/alive");
        collector.Received("/v1/metrics").ShouldContain("http.server.request.duration");
        collector.Received("/v1/logs").ShouldContain("GET /ok/7 answered 200");
        foreach (var signal in new[] { "/v1/traces", "/v1/metrics", "/v1/logs" })
        {
            collector.Received(signal).ShouldContain("specimen");
            collector.Received(signal).ShouldContain("v1.2.3");
            collector.Received(signal).ShouldContain("vcs.ref.head.revision");
        }
    }

    [Fact]
    public async Task A_collector_that_is_gone_fails_no_request()
    {
        await using var service = await ServiceProcess.StartAsync(
            "BigBen.ServiceDefaults.Tests.dll",
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{FreePort.Next()}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("DRAIN_DELAY_SECONDS", "0"));
        (await service.Public.GetStringAsync("/ok/7")).ShouldBe("ok");
        service.Terminate();
        (await service.EndAsync()).ShouldBe(0);
    }

    private sealed class Collector(WebApplication app, ConcurrentQueue<(string Path, string Body)> requests) : IAsyncDisposable
    {
        public string Address => app.Urls.Single();

        public static async Task<Collector> StartAsync()
        {
            var requests = new ConcurrentQueue<(string, string)>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.Run(async context =>
            {
                using var body = new StreamReader(context.Request.Body, Encoding.Latin1);
                requests.Enqueue((context.Request.Path, await body.ReadToEndAsync()));
            });
            await app.StartAsync();
            return new Collector(app, requests);
        }

        public string Received(string path) =>
            string.Join('\n', requests.Where(request => request.Path == path).Select(request => request.Body));

        /// <summary>Waits until something has arrived.</summary>
        public async Task HasAsync(string path)
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Received(path).Length == 0)
                await Task.Delay(10, deadline.Token);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
