using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Prometheus;

namespace BigBen.ServiceDefaults.Metrics;

/// <summary>
/// Requests out, each attempt by method, host and code, under prometheus-net's own names. The library's three handlers build their labels
/// anew for every request; here they are looked up once. Only for clients of a few hosts: each one is a series.
/// </summary>
public sealed class ClientMetrics : DelegatingHandler
{
    private readonly string _client;
    private readonly Gauge.Child _inProgress;
    private readonly Counter _sent;
    private readonly Histogram _duration;
    private readonly ConcurrentDictionary<(HttpMethod Method, string Host, int Code), (Counter.Child Sent, Histogram.Child Duration)>
        _series = new();

    /// <summary>A handler that measures what goes through it.</summary>
    /// <param name="metrics">Makes the metrics.</param>
    /// <param name="client">The client's name, for example <c>service-a</c>.</param>
    public ClientMetrics(IMetricFactory metrics, string client)
    {
        _client = client;
        _inProgress = metrics.CreateGauge("httpclient_requests_in_progress", "Requests that have no answer yet.", ["client"])
            .WithLabels(client);
        string[] labels = ["code", "method", "host", "client"];
        _sent = metrics.CreateCounter(
            "httpclient_requests_sent_total", "Requests that were sent; without an answer the code is empty.", labels);
        _duration = metrics.CreateHistogram(
            "httpclient_request_duration_seconds", "How long requests took.", labels, new HistogramConfiguration
            {
                Buckets = RequestMetrics.Buckets,
            });
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var code = 0;
        _inProgress.Inc();
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            code = (int)response.StatusCode;
            return response;
        }
        finally
        {
            _inProgress.Dec();
            var (sent, duration) = _series.GetOrAdd((request.Method, request.RequestUri?.Host ?? "", code), Series);
            sent.Inc();
            duration.Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private (Counter.Child Sent, Histogram.Child Duration) Series((HttpMethod Method, string Host, int Code) key)
    {
        string[] labels = [key.Code == 0 ? "" : key.Code.ToString(CultureInfo.InvariantCulture), key.Method.Method, key.Host, _client];
        return (_sent.WithLabels(labels), _duration.WithLabels(labels));
    }
}
