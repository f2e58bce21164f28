using BigBen.Foundation;
using BigBen.Pipeline.Performance;

namespace BigBen.Tests.Pipeline.Performance;

public class ThresholdTests
{
    // 10, 20, … 100 ms, of which two failed.
    private static readonly LoadMeasurement Ten = new([.. Enumerable.Range(1, 10).Select(number => number * 10.0)], 2, "/ answers 503");

    [Theory]
    [InlineData("http_req_failed", "rate<0.2", 0.2, false)]
    [InlineData("http_req_failed", "rate<=0.2", 0.2, true)]
    [InlineData("http_req_duration", "p(95)<95", 95.5, false)]
    [InlineData("http_req_duration", " p(95) < 96 ", 95.5, true)]
    [InlineData("http_req_duration", "p(99.9)<=100", 99.91, true)]
    [InlineData("http_req_duration", "avg<55", 55, false)]
    [InlineData("http_req_duration", "med<=55", 55, true)]
    [InlineData("http_req_duration", "min<10", 10, false)]
    [InlineData("http_req_duration", "max<=100", 100, true)]
    public void What_is_measured_is_compared_as_k6_compares_it(string metric, string expression, double measured, bool isKept)
    {
        var result = new Threshold(metric, expression).Judge(Ten);

        result.Measured.ShouldBe(measured, 0.001);
        result.IsKept.ShouldBe(isKept);
    }

    [Theory]
    [InlineData("http_reqs", "rate>100")]
    [InlineData("http_req_failed", "p(95)<1")]
    [InlineData("http_req_duration", "rate<1")]
    [InlineData("http_req_duration", "p(95)<")]
    public void What_k6_alone_can_judge_is_refused_and_never_passes(string metric, string expression) =>
        Should.Throw<PlatformException>(() => new Threshold(metric, expression).Judge(Ten)).Message
            .ShouldStartWith($"The threshold '{metric}: {expression}' is one for k6 alone");
}
