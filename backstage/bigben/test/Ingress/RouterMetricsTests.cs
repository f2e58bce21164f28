using BigBen.Ingress;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Ingress;

public class RouterMetricsTests
{
    [Fact]
    public void Requests_are_counted_in_spans_of_ten_seconds()
    {
        var clock = new ManualClock();
        var metrics = new RouterMetrics(clock);
        metrics.Record("developer", "a", isError: false, TimeSpan.FromMilliseconds(1));
        metrics.Record("developer", "a", isError: true, TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(10));
        metrics.Record("developer", "a", isError: false, TimeSpan.FromMilliseconds(3));
        metrics.Record("developer", "b", isError: false, TimeSpan.FromMilliseconds(3));

        var spans = metrics.Snapshot();
        spans.Select(span => (span.Service, span.Start.Second, span.Count, span.Errors))
            .ShouldBe([("a", 0, 2, 1), ("a", 10, 1, 0), ("b", 10, 1, 0)]);
        spans[0].Durations.ShouldBe([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        spans[0].Seconds.ShouldBe(30.001, 1e-9);
        spans[1].Durations[2].ShouldBe(1);
    }

    [Fact]
    public void What_is_older_than_fifteen_minutes_is_forgotten()
    {
        var clock = new ManualClock();
        var metrics = new RouterMetrics(clock);
        metrics.Record("developer", "a", isError: false, TimeSpan.Zero);
        clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        metrics.Record("developer", "b", isError: false, TimeSpan.Zero);
        metrics.Snapshot().Select(span => span.Service).ShouldBe(["a", "b"]);

        clock.Advance(TimeSpan.FromSeconds(1));
        metrics.Snapshot().Select(span => span.Service).ShouldBe(["b"]);
        for (var i = 0; i < 200; i++)
        {
            metrics.Record("developer", "b", isError: false, TimeSpan.Zero);
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        metrics.Snapshot().Count.ShouldBe(89);
    }
}
