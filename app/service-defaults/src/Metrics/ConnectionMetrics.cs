using Microsoft.AspNetCore.Connections;
using Prometheus;

namespace BigBen.ServiceDefaults.Metrics;

/// <summary>Kestrel's open connections and those there have been, by listener.</summary>
internal sealed class ConnectionMetrics(IMetricFactory metrics)
{
    private readonly Gauge _active = metrics.CreateGauge("kestrel_active_connections", "Connections that are open.", ["listener"]);
    private readonly Counter _opened = metrics.CreateCounter("kestrel_connections_total", "Connections that were opened.", ["listener"]);

    /// <summary>The connection middleware of a listener.</summary>
    public Func<ConnectionDelegate, ConnectionDelegate> Count(string listener)
    {
        var (active, opened) = (_active.WithLabels(listener), _opened.WithLabels(listener));
        return next => async connection =>
        {
            opened.Inc();
            using (active.TrackInProgress())
                await next(connection);
        };
    }
}
