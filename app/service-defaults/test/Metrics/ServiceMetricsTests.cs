using BigBen.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Metrics;

public class ServiceMetricsTests
{
    [Fact]
    public async Task Requests_are_measured_by_route_and_probes_are_not()
    {
        await using var service = await ServiceProcess.StartAsync("BigBen.ServiceDefaults.Tests.dll", ("APP_VERSION", "v1.2.3"));
        foreach (var path in new[] { "/ok/1", "/ok/2", "/nowhere", "/nowhere/else", "/throw" })
            await service.Public.GetAsync(path);
        foreach (var probe in new[] { "/alive", "/ready", "/metrics" })
            await service.Management.GetAsync(probe);
        // A request is measured just after its answer has left.
        await service.Public.GetAsync("/health");

        var response = await service.Management.GetAsync("/metrics");
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await response.Content.ReadAsStringAsync();
        var counts = text.Split('\n').Where(line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)).ToArray();

        counts.ShouldContain(
            """http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="200",http_route="/ok/{id}",network_protocol_version="1.1",url_scheme="http"} 2""");
        counts.ShouldContain(
            """http_server_request_duration_seconds_count{aspnetcore_request_is_unhandled="true",http_request_method="GET",http_response_status_code="404",network_protocol_version="1.1",url_scheme="http"} 2""");
        counts.ShouldContain(line => line.Contains("http_route=\"/throw\"") && line.Contains("http_response_status_code=\"500\""));
        counts.ShouldAllBe(line => !line.Contains("/alive") && !line.Contains("/ready") && !line.Contains("/metrics"));
        text.ShouldContain("build_info{");
        text.ShouldMatch("build_info\\{revision=\"[^\"]+\",service=\"specimen\",version=\"v1.2.3\"\\} 1\n");
        text.ShouldContain("# TYPE dotnet_process_memory_working_set_bytes gauge");
        text.ShouldContain("# TYPE kestrel_active_connections gauge");
    }
}
