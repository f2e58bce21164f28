using System.Globalization;
using BigBen.Console.Html;

namespace BigBen.Console.Pages;

/// <summary>Three small charts of a Service: rate, errors, durations. Each says in words what it draws.</summary>
internal static class SignalCharts
{
    private const double Width = 300;
    private const double Height = 72;

    public static Markup Of(ServiceSignals signals)
    {
        var total = signals.Total;
        return Markup.Of($"""
            <div class="charts">
            {Chart("Requests", signals.Requests == 0 ? "none in 15 minutes" : $"{signals.Requests} in 15 minutes, {Rate(signals.Points.Max(point => point.RequestsPerSecond))} at most",
                signals.Points.Max(point => point.RequestsPerSecond), Rate, [("rate", "requests a second", [.. signals.Points.Select(point => (double?)point.RequestsPerSecond)])])}
            {Chart("Errors", total.ErrorShare is { } share ? $"{Share(share)} of all requests" : "no requests",
                signals.Points.Max(point => point.ErrorShare ?? 0), Share, [("errors", "share of errors", [.. signals.Points.Select(point => point.ErrorShare)])])}
            {Chart("Durations", total.P50 is { } p50 ? $"p50 {Duration(p50)}, p95 {Duration(total.P95!.Value)}, p99 {Duration(total.P99!.Value)}" : "no requests",
                signals.Points.Max(point => point.P99 ?? 0), Duration,
                [
                    ("p99", "p99", [.. signals.Points.Select(point => point.P99)]),
                    ("p95", "p95", [.. signals.Points.Select(point => point.P95)]),
                    ("p50", "p50", [.. signals.Points.Select(point => point.P50)]),
                ])}
            </div>
            """);
    }

    private static Markup Chart(
        string name, string words, double most, Func<double, string> format, IReadOnlyList<(string Class, string Name, IReadOnlyList<double?> Values)> lines)
    {
        var top = most > 0 ? most : 1;
        return Markup.Of($"""
            <figure class="chart"><figcaption><b>{name}</b> <span>{words}</span></figcaption>
            <svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" role="img" aria-label="{name} over the last 15 minutes: {words}">
            <line class="axis" x1="0" x2="{Width}" y1="{Height - 1}" y2="{Height - 1}"></line><line class="axis faint" x1="0" x2="{Width}" y1="1" y2="1"></line>
            {lines.Select(line => Runs(line.Values, top).Select(points => Markup.Of($"""<polyline class="{line.Class}" points="{points}"></polyline>""")))}
            </svg><div class="scale" aria-hidden="true"><span>15 min ago</span><span>top {(most > 0 ? format(most) : "0")}</span><span>now</span></div></figure>
            """);
    }

    // A line breaks where there was no traffic; a lone point is drawn as a short dash.
    private static IEnumerable<string> Runs(IReadOnlyList<double?> values, double top)
    {
        var points = new List<string>();
        for (var i = 0; i <= values.Count; i++)
        {
            if (i < values.Count && values[i] is { } value)
            {
                var (x, y) = (i * Width / (values.Count - 1), Height - 1 - (value / top * (Height - 4)));
                points.Add(string.Create(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}"));
                if (points.Count == 1)
                    points.Add(string.Create(CultureInfo.InvariantCulture, $"{Math.Min(x + 2, Width):0.#},{y:0.#}"));
            }
            else if (points.Count > 0)
            {
                yield return string.Join(' ', points);
                points.Clear();
            }
        }
    }

    private static string Rate(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}/s");

    private static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#}%");

    private static string Duration(double seconds) =>
        seconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms") : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s");
}
