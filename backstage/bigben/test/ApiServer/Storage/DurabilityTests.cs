using System.Diagnostics;
using System.Globalization;
using BigBen.ApiServer.Storage;

namespace BigBen.Tests.ApiServer.Storage;

public class DurabilityTests
{
    /// <summary>How often the writer is killed: 20 times, or what BIGBEN_KILLS says.</summary>
    private static readonly int Kills =
        int.Parse(Environment.GetEnvironmentVariable("BIGBEN_KILLS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Every_acknowledged_write_outlives_kill_9_and_versions_only_grow()
    {
        using var directory = new TestDirectory();
        var path = directory["objects.db"];
        var known = new Dictionary<string, long?>();
        var last = 0L;
        for (var kill = 0; kill < Kills; kill++)
        {
            foreach (var (version, name, removed) in await WriteUntilKilledAsync(path, Random.Shared.Next(1, 400)))
            {
                version.ShouldBeGreaterThan(last);
                last = version;
                known[name] = removed ? null : version;
            }

            using var storage = ObjectStorage.Open(path, history: 10);
            // The one write that was done but not yet said, if any.
            storage.Current.Version.ShouldBeInRange(last, last + 1);
            var kept = storage.Current.List("configmaps").ToDictionary(stored => stored.Key.Name, stored => (long?)stored.Version);
            var wrong = known.Where(pair => kept.GetValueOrDefault(pair.Key) != pair.Value).ToList();
            wrong.Count.ShouldBeLessThanOrEqualTo((int)(storage.Current.Version - last));
            foreach (var (name, version) in kept)
                known[name] = version;
            foreach (var name in known.Keys.Except(kept.Keys).ToList())
                known[name] = null;
            last = storage.Current.Version;
        }
    }

    private static async Task<List<(long Version, string Name, bool Removed)>> WriteUntilKilledAsync(string path, int lines)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        foreach (var argument in new[] { "bigben.TestPod.dll", "storage", path })
            start.ArgumentList.Add(argument);
        using var writer = Process.Start(start)!;
        var acknowledged = new List<(long, string, bool)>();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            if (acknowledged.Count == lines)
                writer.Kill();
            // A line that the kill has cut was never said.
            if (line.Split(' ') is [var version, var name, ("put" or "removed") and var what])
                acknowledged.Add((long.Parse(version, CultureInfo.InvariantCulture), name, what == "removed"));
        }

        await writer.WaitForExitAsync();
        return acknowledged;
    }
}
