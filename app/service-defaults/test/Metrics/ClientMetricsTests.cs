using System.Net;
using BigBen.ServiceDefaults.Metrics;
using Prometheus;

namespace BigBen.ServiceDefaults.Tests.Metrics;

public class ClientMetricsTests
{
    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();

    [Fact]
    public async Task Each_request_counts_by_its_code_and_one_without_an_answer_by_none()
    {
        using var http = Client(request => Task.FromResult(request.RequestUri!.AbsolutePath switch
        {
            "/cut" => throw new HttpRequestException("cut"),
            "/busy" => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
            _ => new HttpResponseMessage(HttpStatusCode.OK),
        }));
        await http.GetAsync("/");
        await http.GetAsync("/other");
        await http.GetAsync("/busy");
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync("/cut"));

        (await Scrape.LinesAsync(_registry, "httpclient_requests_sent_total")).ShouldBe(
        [
            """httpclient_requests_sent_total{code="200",method="GET",host="service-x",client="x"} 2""",
            """httpclient_requests_sent_total{code="503",method="GET",host="service-x",client="x"} 1""",
            """httpclient_requests_sent_total{code="",method="GET",host="service-x",client="x"} 1""",
        ]);
        (await Scrape.LinesAsync(_registry, "httpclient_request_duration_seconds_count")).Length.ShouldBe(3);
        (await Scrape.LinesAsync(_registry, "httpclient_requests_in_progress"))
            .ShouldBe(["""httpclient_requests_in_progress{client="x"} 0"""]);
    }

    [Fact]
    public async Task A_request_without_an_answer_yet_is_in_progress()
    {
        var seen = Array.Empty<string>();
        using var http = Client(async _ =>
        {
            seen = await Scrape.LinesAsync(_registry, "httpclient_requests_in_progress");
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        await http.GetAsync("/");
        seen.ShouldBe(["""httpclient_requests_in_progress{client="x"} 1"""]);
    }

    private HttpClient Client(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) =>
        new(new ClientMetrics(ServiceMetrics.Factory(_registry), "x") { InnerHandler = new Answer(answer) })
        {
            BaseAddress = new Uri("http://service-x"),
        };

    private sealed class Answer(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request);
    }
}
