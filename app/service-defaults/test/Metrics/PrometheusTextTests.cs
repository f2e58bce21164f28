using System.Diagnostics.Metrics;
using BigBen.ServiceDefaults.Metrics;

namespace BigBen.ServiceDefaults.Tests.Metrics;

public sealed class PrometheusTextTests : IDisposable
{
    // Names of their own, for tests in parallel: a provider listens to a name in the whole process.
    private readonly Meter _meter = new($"test-{Guid.NewGuid()}");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void A_counter() => Scrape(() =>
    {
        var counter = _meter.CreateCounter<long>("app.http.requests", "{request}", "Requests\nserved \\ all.");
        counter.Add(2, new KeyValuePair<string, object?>("http.route", "/ping"), new("ok", true));
        counter.Add(1, new KeyValuePair<string, object?>("http.route", "a\"b\\c\nd"), new("ok", false));
    }).ShouldBe("""
        # HELP app_http_requests_total Requests\nserved \\ all.
        # TYPE app_http_requests_total counter
        app_http_requests_total{http_route="/ping",ok="true"} 2
        app_http_requests_total{http_route="a\"b\\c\nd",ok="false"} 1

        """);

    [Fact]
    public void A_histogram_counts_up_to_infinity_with_the_instruments_own_bounds() => Scrape(() =>
    {
        var histogram = _meter.CreateHistogram(
            "request.duration", "s", "Time.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.1, 1] });
        foreach (var seconds in new[] { 0.005, 0.05, 0.05, 2 })
            histogram.Record(seconds, new KeyValuePair<string, object?>("code", 200));
    }).ShouldBe("""
        # HELP request_duration_seconds Time.
        # TYPE request_duration_seconds histogram
        request_duration_seconds_bucket{code="200",le="0.005"} 1
        request_duration_seconds_bucket{code="200",le="0.1"} 3
        request_duration_seconds_bucket{code="200",le="1"} 3
        request_duration_seconds_bucket{code="200",le="+Inf"} 4
        request_duration_seconds_sum{code="200"} 2.105
        request_duration_seconds_count{code="200"} 4

        """);

    [Fact]
    public void Gauges_and_what_goes_up_and_down() => Scrape(() =>
    {
        var active = _meter.CreateUpDownCounter<int>("active");
        active.Add(3);
        active.Add(-5);
        _meter.CreateUpDownCounter<double>("level").Add(0.25);
        _meter.CreateObservableGauge("heap.size", () => 12L, "By");
        _meter.CreateObservableGauge("share", () => double.PositiveInfinity, "1");
        _meter.CreateObservableCounter("cpu.time", () => 1.5, "s");
        _meter.CreateObservableGauge("wind.speed", () => -1, "m/s");
        _meter.CreateCounter<int>("sent_bytes_total", "By").Add(1);
    }).ShouldBe("""
        # TYPE active gauge
        active -2
        # TYPE level gauge
        level 0.25
        # TYPE heap_size_bytes gauge
        heap_size_bytes 12
        # TYPE share gauge
        share +Inf
        # TYPE cpu_time_seconds_total counter
        cpu_time_seconds_total 1.5
        # TYPE wind_speed_m_s gauge
        wind_speed_m_s -1
        # TYPE sent_bytes_total counter
        sent_bytes_total 1

        """);

    [Fact]
    public void A_name_that_two_meters_share_is_described_once()
    {
        using var other = new Meter(_meter.Name + "-2");
        Scrape(
            () =>
            {
                _meter.CreateCounter<int>("shared").Add(1, new KeyValuePair<string, object?>("from", "one"));
                _meter.CreateCounter<int>("between").Add(1);
                other.CreateCounter<int>("shared").Add(2, new KeyValuePair<string, object?>("from", "two"));
            },
            other.Name).ShouldBe("""
            # TYPE shared_total counter
            shared_total{from="one"} 1
            shared_total{from="two"} 2
            # TYPE between_total counter
            between_total 1

            """);
    }

    [Fact]
    public void Too_many_series_fall_into_one()
    {
        var text = Scrape(() =>
        {
            var counter = _meter.CreateCounter<int>("attacked");
            for (var i = 0; i < 10_000; i++)
                counter.Add(1, new KeyValuePair<string, object?>("path", $"/{i}"));
        });
        var series = text.Split('\n').Where(line => line.StartsWith("attacked_total", StringComparison.Ordinal)).ToArray();
        series.Length.ShouldBeInRange(2, ServiceMetrics.SeriesLimit + 1);
        series.ShouldContain(line => line.StartsWith("attacked_total{otel_metric_overflow=\"true\"}", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_scrape_is_fresh()
    {
        var exporter = new PrometheusExporter();
        using var provider = ServiceMetrics.Build(exporter, metrics => metrics.AddMeter(_meter.Name));
        var counter = _meter.CreateCounter<int>("calls");
        exporter.Scrape().ShouldBe("");
        counter.Add(1);
        exporter.Scrape().ShouldContain("calls_total 1");
        counter.Add(1);
        exporter.Scrape().ShouldContain("calls_total 2");
        exporter.Scrape().ShouldContain("calls_total 2");
    }

    private string Scrape(Action measure, string otherMeter = "none")
    {
        var exporter = new PrometheusExporter();
        using var provider = ServiceMetrics.Build(exporter, metrics => metrics.AddMeter(_meter.Name, otherMeter));
        measure();
        return exporter.Scrape();
    }
}
