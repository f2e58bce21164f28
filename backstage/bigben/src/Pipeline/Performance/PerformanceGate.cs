using BigBen.Foundation.Processes;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Performance;

/// <summary>Asks a running service whether it keeps the thresholds of its performance test: by k6 where it is on PATH.</summary>
/// <param name="root">The folder that holds <c>app/</c>, with the tests.</param>
/// <param name="k6">The program k6; null where there is none.</param>
internal sealed class PerformanceGate(string root, string? k6)
{
    // k6's exit code where thresholds were crossed.
    private const int Crossed = 99;

    /// <summary>The gate of a folder, with the k6 of PATH.</summary>
    public static PerformanceGate In(string root) => new(root, SearchPath.Find("k6"));

    /// <summary>Whether a service has a performance test.</summary>
    public bool Has(string service) => File.Exists(FileOf(service));

    /// <summary>Runs the test of a service; nothing is left of it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="url">Where it runs.</param>
    /// <param name="log">Takes what k6 prints.</param>
    /// <param name="note">Takes a line for each threshold.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was measured, in a few words.</returns>
    /// <exception cref="PlatformException">A threshold is crossed, or the test cannot be run.</exception>
    public async Task<string> RequireAsync(
        string service, Uri url, string log, Action<string> note, CancellationToken cancellationToken)
    {
        var test = PerformanceTest.Parse(
            await File.ReadAllTextAsync(FileOf(service), cancellationToken), PerformanceTest.PathOf(service));
        return k6 is not null && ScriptOf(service) is { } script
            ? await ByK6Async(k6, service, script, url, log, note, cancellationToken)
            : await ByUsAsync(service, test, url, note, cancellationToken);
    }

    private static async Task<string> ByUsAsync(
        string service, PerformanceTest test, Uri url, Action<string> note, CancellationToken cancellationToken)
    {
        var (measurement, results) = await LoadRunner.RunAsync(test, url, TimeProvider.System, cancellationToken);
        foreach (var result in results)
            note($"{(result.IsKept ? "kept" : "crossed")}: {result}");
        if (results.FirstOrDefault(result => !result.IsKept) is { } crossed)
        {
            var first = measurement.FirstFailure is { } failure ? $" (first failure: {failure})" : "";
            throw new PlatformException(
                $"{service} crosses a threshold of {PerformanceTest.PathOf(service)}: {crossed}{first}; nothing is promoted.");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{measurement.Durations.Count} requests, p(95) {measurement.Percentile(95):0.0} ms, measured without k6");
    }

    private static async Task<string> ByK6Async(
        string k6, string service, string script, Uri url, string log, Action<string> note, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        string[] variables = ["--env", $"SERVICE={service}", "--env", $"BASE_URL={$"{url}".TrimEnd('/')}"];
        var command = new Command(k6, ["run", "--quiet", "--no-usage-report", .. variables, script])
        {
            OnLine = line =>
            {
                lock (lines)
                    lines.Add(line);
            },
        };
        var result = await command.RunAsync(cancellationToken);
        await File.WriteAllLinesAsync(log, lines, cancellationToken);
        foreach (var line in lines.Where(line => line.Contains('✗') || line.Contains('✓')))
            note(line.Trim());
        return result.ExitCode switch
        {
            0 => "by k6",
            Crossed => throw new PlatformException(
                $"{service} crosses a threshold of {PerformanceTest.PathOf(service)}; nothing is promoted; log: {log}"),
            _ => throw new PlatformException($"k6 failed with exit code {result.ExitCode}: {result.LastLine}; log: {log}"),
        };
    }

    // The service's own, or that of all.
    private string? ScriptOf(string service) =>
        new[] { $"app/{service}", ServiceSource.Defaults }
            .Select(folder => Path.Combine(root, folder, PerformanceTest.ScriptName)).FirstOrDefault(File.Exists);

    private string FileOf(string service) => Path.Combine(root, PerformanceTest.PathOf(service));
}
