using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using BigBen.ServiceDefaults.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace BigBen.ServiceDefaults.Metrics;

/// <summary>
/// Requests in, by method, route and code, under prometheus-net's own names. Its <c>UseHttpMetrics</c> takes the method as the client
/// writes it, so that a client could grow the memory without end, is three middlewares, and calls the route <c>endpoint</c>, which
/// is the port's name to the Prometheus operator; here labels are bounded, and looked up once.
/// </summary>
internal sealed class RequestMetrics
{
    /// <summary>
    /// What stands for methods that HTTP does not know, and for everything once there are <see cref="SeriesLimit"/> series.
    /// </summary>
    internal const string Other = "_OTHER";

    /// <summary>Series that there may be. A service has some dozen routes and codes: only a mistake gets here.</summary>
    internal const int SeriesLimit = 200;

    private static readonly string[] Labels = ["code", "method", "route"];

    // From a millisecond, which is long for a ping, to the 10 seconds after which every caller has gone.
    internal static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10];

    private readonly Gauge _inProgress;
    private readonly Counter _received;
    private readonly Histogram _duration;
    private readonly ConcurrentDictionary<(int Code, string Method, string Route), Series> _series = new();
    private readonly Lazy<Series> _overflow;

    public RequestMetrics(IMetricFactory metrics)
    {
        _inProgress = metrics.CreateGauge("http_requests_in_progress", "Requests that are being answered.");
        _received = metrics.CreateCounter("http_requests_received_total", "Requests that were answered.", Labels);
        _duration = metrics.CreateHistogram(
            "http_request_duration_seconds", "How long requests took.", Labels, new HistogramConfiguration { Buckets = Buckets });
        _overflow = new(() => new Series(this, Other, Other, Other));
    }

    /// <summary>How many series there are.</summary>
    internal int Count => _series.Count;

    /// <summary>Answers a request and measures it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        _inProgress.Inc();
        try
        {
            await next(context);
        }
        finally
        {
            _inProgress.Dec();
            var series = Of(context.Response.StatusCode, context.Request.Method, RequestLog.Route(context) ?? "");
            series.Received.Inc();
            series.Duration.Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private static string Known(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH" => method,
        _ => Other,
    };

    private Series Of(int code, string method, string route)
    {
        var key = (code, Known(method), route);
        if (_series.TryGetValue(key, out var series))
            return series;
        return _series.Count < SeriesLimit
            ? _series.GetOrAdd(key, key => new Series(this, key.Item1.ToString(CultureInfo.InvariantCulture), key.Item2, key.Item3))
            : _overflow.Value;
    }

    private sealed class Series(RequestMetrics metrics, string code, string method, string route)
    {
        public Counter.Child Received { get; } = metrics._received.WithLabels(code, method, route);

        public Histogram.Child Duration { get; } = metrics._duration.WithLabels(code, method, route);
    }
}

internal static class RequestMetricsExtensions
{
    /// <summary>
    /// Outside of everything that may change the answer, the handler of exceptions above all: what it turns into a 500 is one.
    /// </summary>
    public static void UseRequestMetrics(this IApplicationBuilder app)
    {
        var metrics = app.ApplicationServices.GetRequiredService<RequestMetrics>();
        var warmUp = app.ApplicationServices.GetRequiredService<WarmUp>();
        app.Use(next => context => warmUp.Sent(context) ? next(context) : metrics.InvokeAsync(context, next));
    }
}
