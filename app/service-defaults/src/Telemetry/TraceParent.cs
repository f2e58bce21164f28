using System.Diagnostics;

namespace BigBen.ServiceDefaults.Telemetry;

/// <summary>
/// Passes the trace on to whom a client asks, as W3C's <c>traceparent</c>. Only where no spans are exported: .NET's own way makes a span
/// for each request, which nobody would see, and takes a tenth of a busy service's time.
/// </summary>
public sealed class TraceParent : DelegatingHandler
{
    /// <inheritdoc />
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id })
            request.Headers.TryAddWithoutValidation("traceparent", id);
        return base.SendAsync(request, cancellationToken);
    }
}
