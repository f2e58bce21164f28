using System.Text.Json;
using System.Text.Json.Serialization;

namespace BigBen.Bench;

/// <summary>What wrk saw.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Errors">Connections that failed, and answers that were not 2xx or 3xx.</param>
/// <param name="P50">Half of the requests took at most so many seconds.</param>
/// <param name="P99">99% of the requests took at most so many seconds.</param>
internal sealed record Load(long Requests, double Seconds, long Errors, double P50, double P99)
{
    /// <summary>
    /// Seconds of load before what is measured, for both sides: on one core the runtime takes so long to compile for speed.
    /// </summary>
    public const int WarmUp = 15;

    /// <summary>The core that has the load alone, where the row says so.</summary>
    public static readonly string Core = $"{Environment.ProcessorCount - 1}";

    /// <summary>The cores of the servers then.</summary>
    public static readonly string OtherCores = Environment.ProcessorCount == 2 ? "0" : $"0-{Environment.ProcessorCount - 2}";

    /// <summary>How many these are.</summary>
    public static readonly int CoresOfServers = Environment.ProcessorCount - 1;

    public double RequestsPerSecond => Requests / Seconds;

    /// <summary>What each request took of the processors; null where nobody looked.</summary>
    [JsonIgnore]
    public Cost? Cost { get; init; }

    /// <summary>Asks a URL as fast as it answers.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="connections">At how many connections at once.</param>
    /// <param name="pinned">Whether wrk runs on <see cref="Core"/> alone; otherwise it shares all cores with the servers.</param>
    /// <param name="host">The host that is asked for, where it is not the URL's.</param>
    /// <param name="requests">What is asked instead of the URL's own path, over and over.</param>
    /// <exception cref="InvalidOperationException">A request failed: what was measured then is not the service.</exception>
    public static async Task<Load> RunAsync(
        string url, int seconds, int connections = 16, bool pinned = true, string? host = null, Requests? requests = null)
    {
        string[] header = host is null ? [] : ["-H", $"Host: {host}"];
        string[] wrk =
        [
            "wrk", "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "30s", "-s", Path.Combine(AppContext.BaseDirectory, "wrk.lua"),
            .. header, url,
        ];
        string[] command = pinned ? ["taskset", "-c", Core, .. wrk] : wrk;
        var output = await Tool.RunAsync(command[0], command[1..], requests?.Variables ?? new Dictionary<string, string?>());
        var load = JsonSerializer.Deserialize(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], LoadJson.Default.Load)!;
        return load.Errors == 0
            ? load
            : throw new InvalidOperationException($"{load.Errors} of {load.Requests} requests to {url}{requests?.Path} failed.");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Load))]
internal sealed partial class LoadJson : JsonSerializerContext;
