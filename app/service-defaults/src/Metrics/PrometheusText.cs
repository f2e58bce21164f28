using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace BigBen.ServiceDefaults.Metrics;

/// <summary>
/// OpenTelemetry metrics in Prometheus' text format 0.0.4, named as OpenTelemetry's compatibility rules say: dots become
/// underscores, the unit is appended, counters end in <c>_total</c>.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(in Batch<Metric> batch)
    {
        // Prometheus refuses a family that is described twice, and two meters may share a name.
        var families = new OrderedDictionary<string, List<Metric>>();
        foreach (var metric in batch)
        {
            var name = Name(metric);
            if (!families.TryGetValue(name, out var family))
                families.Add(name, family = []);
            if (family.Count == 0 || Type(family[0]) == Type(metric))
                family.Add(metric);
        }

        var text = new StringBuilder();
        foreach (var (name, family) in families)
        {
            if (family[0].Description is { Length: > 0 } help)
                text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(Type(family[0])).Append('\n');
            foreach (var metric in family)
                foreach (ref readonly var point in metric.GetMetricPoints())
                    Append(text, name, metric, in point);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, Metric metric, in MetricPoint point)
    {
        switch (metric.MetricType)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Append(text, name, point.Tags, null, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Append(text, name, point.Tags, null, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Append(text, name, point.Tags, null, point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                Append(text, name, point.Tags, null, point.GetGaugeLastValueDouble());
                break;
            default:
                AppendHistogram(text, name, in point);
                break;
        }
    }

    private static void AppendHistogram(StringBuilder text, string name, in MetricPoint point)
    {
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            Append(text, name + "_bucket", point.Tags, Number(bucket.ExplicitBound), below);
        }

        Append(text, name + "_sum", point.Tags, null, point.GetHistogramSum());
        Append(text, name + "_count", point.Tags, null, point.GetHistogramCount());
    }

    private static void Append(StringBuilder text, string name, ReadOnlyTagCollection tags, string? le, double value)
    {
        text.Append(name);
        var separator = '{';
        foreach (var (key, tag) in tags)
        {
            text.Append(separator).Append(Word(key)).Append("=\"").Append(Escape(Value(tag))).Append('"');
            separator = ',';
        }

        if (le is not null)
        {
            text.Append(separator).Append("le=\"").Append(le).Append('"');
            separator = ',';
        }

        if (separator == ',')
            text.Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Name(Metric metric)
    {
        var name = Word(metric.Name);
        var counts = Type(metric) == "counter";
        if (counts && name.EndsWith("_total", StringComparison.Ordinal))
            name = name[..^"_total".Length];
        var unit = metric.Unit switch
        {
            "" or "1" => "",
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            // {request}: an annotation, no unit.
            ['{', ..] => "",
            _ => "_" + Word(metric.Unit),
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return counts ? name + "_total" : name;
    }

    private static string Type(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "gauge",
        MetricType.Histogram => "histogram",
        var other => throw new NotSupportedException($"The metric '{metric.Name}' is a {other}, which Prometheus' text format does not know."),
    };

    private static string Word(string text)
    {
        var word = string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
        });
        return word.Length > 0 && char.IsAsciiDigit(word[0]) ? "_" + word : word;
    }

    private static string Value(object? tag) => tag switch
    {
        true => "true",
        false => "false",
        _ => Convert.ToString(tag, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
