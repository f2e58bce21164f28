using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Metrics;

public class ServiceMetricsTests
{
    [Fact]
    public async Task The_text_format_tells_requests_connections_the_runtime_and_what_is_running()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build, "--APP_VERSION=v1.2.3");
        var response = await service.Management.GetAsync("/metrics");
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldMatch("build_info\\{service=\"specimen\",version=\"v1.2.3\",revision=\"[^\"]+\"\\} 1\n");
        foreach (var family in new[]
        {
            "http_requests_received_total counter", "http_request_duration_seconds histogram", "http_requests_in_progress gauge",
            "kestrel_active_connections gauge", "kestrel_connections_total counter",
            "dotnet_gc_heap_size_bytes gauge", "dotnet_gc_pause_seconds_total counter", "dotnet_collection_count_total counter",
            "dotnet_thread_pool_threads gauge", "dotnet_thread_pool_queue_length gauge", "dotnet_thread_pool_work_items_total counter",
            "process_cpu_seconds_total counter", "process_working_set_bytes gauge", "process_start_time_seconds gauge",
        })
            text.ShouldContain($"# TYPE {family}\n");
    }

    [Fact]
    public async Task No_meter_and_no_event_counter_gets_in_by_itself()
    {
        using var meter = new Meter("Unasked");
        meter.CreateCounter<int>("unasked").Add(1);
        using var source = new UnaskedSource();
        await using var service = await RunningService.StartAsync(Specimen.Build);
        meter.CreateCounter<int>("unasked").Add(1);
        var text = await service.Management.GetStringAsync("/metrics");
        text.ShouldNotContain("unasked", Case.Insensitive);
        text.ShouldNotContain("prometheus_net");
        text.ShouldNotContain("microsoft_aspnetcore");
    }

    [Fact]
    public async Task Each_host_counts_for_itself()
    {
        await using var one = await RunningService.StartAsync(Specimen.Build);
        await using var other = await RunningService.StartAsync(Specimen.Build);
        await one.Public.GetAsync("/ok/1");
        await one.Public.GetAsync("/health");
        (await Scrape.LinesAsync(one, "http_requests_received_total")).ShouldContain(line => line.Contains("/ok/{id}"));
        (await Scrape.LinesAsync(other, "http_requests_received_total")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Connections_are_counted_by_listener()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        await service.Public.GetAsync("/health");
        (await Scrape.LinesAsync(service, "kestrel_active_connections")).ShouldBe(
            ["""kestrel_active_connections{listener="http"} 1""", """kestrel_active_connections{listener="management"} 1"""]);
        service.Public.Dispose();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await Scrape.LinesAsync(service, "kestrel_active_connections"))
            .Contains("""kestrel_active_connections{listener="http"} 0"""))
            await Task.Delay(10, deadline.Token);
        (await Scrape.LinesAsync(service, "kestrel_connections_total")).ShouldContain("""kestrel_connections_total{listener="http"} 1""");
    }

    [EventSource(Name = "Unasked")]
    private sealed class UnaskedSource : EventSource
    {
        private readonly EventCounter _counter;

        public UnaskedSource() => _counter = new EventCounter("unasked-counter", this);

        protected override void Dispose(bool disposing)
        {
            _counter.Dispose();
            base.Dispose(disposing);
        }
    }
}
