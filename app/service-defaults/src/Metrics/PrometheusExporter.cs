using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace BigBen.ServiceDefaults.Metrics;

/// <summary>Collects when asked, and keeps nothing in between.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock _lock = new();
    private string _text = "";

    /// <summary>Set by the reader: collecting through the reader itself is refused for a pull exporter.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The metrics as they are now. One scrape at a time.</summary>
    /// <exception cref="InvalidOperationException">The exporter has no reader, or collecting failed or took over 10 seconds.</exception>
    public string Scrape()
    {
        lock (_lock)
        {
            // Without this, no metrics at all would repeat the last scrape.
            _text = "";
            return Collect is { } collect && collect(10_000)
                ? _text
                : throw new InvalidOperationException("The metrics could not be collected.");
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        _text = PrometheusText.Write(batch);
        return ExportResult.Success;
    }
}
