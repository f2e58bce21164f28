using BigBen.Console.Html;

namespace BigBen.Console.Pages;

/// <summary>Three small charts of a Service: rate, errors, durations. Each says in words what it draws.</summary>
internal static class SignalCharts
{
    private const double Width = 300;
    private const double Height = 72;

    public static Markup Of(ServiceSignals signals)
    {
        var (total, points) = (signals.Total, signals.Points);
        var most = points.Max(point => point.RequestsPerSecond);
        return Markup.Of($"""
            <div class="charts">
            {Chart(
                "Requests",
                signals.Requests == 0 ? "none in 15 minutes" : $"{signals.Requests} in 15 minutes, {Rate(most)} at most",
                most,
                Rate,
                ("rate", points.Select(point => (double?)point.RequestsPerSecond)))}
            {Chart(
                "Errors",
                total.ErrorShare is { } share ? $"{Share(share)} of all requests" : "no requests",
                points.Max(point => point.ErrorShare ?? 0),
                Share,
                ("errors", points.Select(point => point.ErrorShare)))}
            {Chart(
                "Durations",
                total is { P50: { } p50, P95: { } p95, P99: { } p99 }
                    ? $"p50 {Duration(p50)}, p95 {Duration(p95)}, p99 {Duration(p99)}"
                    : "no requests",
                points.Max(point => point.P99 ?? 0),
                Duration,
                ("p99", points.Select(point => point.P99)),
                ("p95", points.Select(point => point.P95)),
                ("p50", points.Select(point => point.P50)))}
            </div>
            """);
    }

    private static Markup Chart(
        string name,
        string words,
        double most,
        Func<double, string> format,
        params ReadOnlySpan<(string Class, IEnumerable<double?> Values)> lines)
    {
        var top = most > 0 ? most : 1;
        var drawn = lines.ToArray().Select(line => Runs([.. line.Values], top).Select(points => Markup.Of(
            $"""<polyline class="{line.Class}" points="{points}"></polyline>""")));
        return Markup.Of($"""
            <figure class="chart"><figcaption><b>{name}</b> <span>{words}</span></figcaption>
            <svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" role="img" aria-label="{name} over the last 15 minutes: {words}">
            <line class="axis" x1="0" x2="{Width}" y1="{Height - 1}" y2="{Height - 1}"></line>
            <line class="axis faint" x1="0" x2="{Width}" y1="1" y2="1"></line>
            {drawn}
            </svg><div class="scale" aria-hidden="true"><span>15 min ago</span><span>top {(most > 0 ? format(most) : "0")}</span>
            <span>now</span></div></figure>
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

    private static string Duration(double seconds) => seconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s");
}
