using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace BigBen.Pipeline.Performance;

/// <summary>
/// The performance test of a service: <c>performance.json</c>, which the k6 script <c>performance.js</c> reads as well, so that load and
/// thresholds are the same with k6 and without.
/// </summary>
/// <param name="Users">How many ask at once, each without a pause: k6's <c>vus</c>.</param>
/// <param name="Duration">For how long.</param>
/// <param name="Thresholds">What has to be kept; at least one.</param>
/// <param name="Paths">What each asks for, in turn; from the root, at least one.</param>
internal sealed partial record PerformanceTest(
    int Users, TimeSpan Duration, IReadOnlyList<Threshold> Thresholds, IReadOnlyList<string> Paths)
{
    /// <summary>The file's name, in the service's folder.</summary>
    public const string FileName = "performance.json";

    /// <summary>The k6 script's name, beside it or in the folder of what services share.</summary>
    public const string ScriptName = "performance.js";

    private const int MostUsers = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Disallow,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Where a service's is, from the top of the repository.</summary>
    public static string PathOf(string service) => $"app/{service}/{FileName}";

    /// <summary>Reads the file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">What it is called in a sentence.</param>
    /// <exception cref="PlatformException">It is not JSON, a field is unknown or missing, or a value cannot be used.</exception>
    public static PerformanceTest Parse(string text, string path)
    {
        PerformanceFile? file;
        try
        {
            file = JsonSerializer.Deserialize<PerformanceFile>(text, Json);
        }
        catch (JsonException e)
        {
            throw new PlatformException($"{path} cannot be read: {e.Message}", e);
        }

        var options = file?.Options;
        List<Threshold> thresholds = [.. (options?.Thresholds ?? new Dictionary<string, IReadOnlyList<string?>?>()).SelectMany(
            metric => (metric.Value ?? []).OfType<string>().Select(expression => new Threshold(metric.Key, expression)))];
        return options?.Vus is not (>= 1 and <= MostUsers) ? throw Wrong($"options.vus is a number from 1 to {MostUsers}")
            : DurationOf(options.Duration) is not { } duration ? throw Wrong("options.duration is a time such as 10s, 500ms or 2m")
            : thresholds.Count == 0 ? throw Wrong("""options.thresholds is at least one, such as "http_req_failed": ["rate<0.01"]""")
            : file?.Paths is not { Count: > 0 } paths || !paths.All(one => one is ['/', ..])
                ? throw Wrong("paths is at least one path, each from the root, such as /ping")
            : new PerformanceTest(options.Vus.Value, duration, thresholds, [.. paths.OfType<string>()]);

        PlatformException Wrong(string what) => new($"{path}: {what}.");
    }

    private static TimeSpan? DurationOf(string? text) =>
        DurationPattern().Match(text ?? "") is { Success: true } match
        && int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? match.Groups["unit"].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" => TimeSpan.FromSeconds(number),
                _ => TimeSpan.FromMinutes(number),
            }
            : null;

    [GeneratedRegex("^(?<number>[0-9]{1,6})(?<unit>ms|s|m)$")]
    private static partial Regex DurationPattern();

    private sealed record PerformanceFile(PerformanceOptions? Options, IReadOnlyList<string?>? Paths);

    private sealed record PerformanceOptions(
        int? Vus, string? Duration, IReadOnlyDictionary<string, IReadOnlyList<string?>?>? Thresholds);
}
