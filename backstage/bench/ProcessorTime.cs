using System.Diagnostics;
using System.Globalization;

namespace BigBen.Bench;

/// <summary>Processor time, as the kernel counts it: in steps of 10 ms.</summary>
internal static class ProcessorTime
{
    // Fields of /proc/PID/stat, counted from the one behind the program's name, which may hold blanks.
    private const int Parent = 1;
    private const int User = 11;
    private const int System = 12;
    private const int EndedUser = 13;
    private const int EndedSystem = 14;

    // sysconf(_SC_CLK_TCK): 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>What a process has taken, without those that it has started.</summary>
    public static TimeSpan Of(int process)
    {
        var fields = Read($"{process}");
        return TimeSpan.FromSeconds((fields[User] + fields[System]) / TicksPerSecond);
    }

    /// <summary>What a process and all below it have taken, those that ended included.</summary>
    public static TimeSpan OfTree(int root)
    {
        var processes = Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder)!)
            .Where(name => name.All(char.IsAsciiDigit))
            .Select(name => (Id: int.Parse(name, CultureInfo.InvariantCulture), Fields: TryRead(name)))
            .Where(process => process.Fields.Length > 0)
            .ToLookup(process => (int)process.Fields[Parent], process => process.Id);
        var taken = 0L;
        var waiting = new Stack<int>([root]);
        while (waiting.TryPop(out var id))
        {
            var fields = TryRead($"{id}");
            if (fields.Length > 0)
                taken += fields[User] + fields[System] + fields[EndedUser] + fields[EndedSystem];
            foreach (var child in processes[id])
                waiting.Push(child);
        }

        return TimeSpan.FromSeconds(taken / TicksPerSecond);
    }

    /// <summary>
    /// Waits until a process and all below it have next to nothing to do: a database still writes what it was told before. One that goes on
    /// is waited for no longer than 15 seconds.
    /// </summary>
    public static async Task IdleAsync(int root)
    {
        for (var (waited, before) = (Stopwatch.StartNew(), OfTree(root)); waited.Elapsed < Patience;)
        {
            await Task.Delay(Look);
            var after = OfTree(root);
            if (after - before <= Look / 20)
                return;
            before = after;
        }
    }

    /// <summary>What the programs have taken that this one has run to their end.</summary>
    public static TimeSpan OfEnded()
    {
        var fields = Read("self");
        return TimeSpan.FromSeconds((fields[EndedUser] + fields[EndedSystem]) / TicksPerSecond);
    }

    // Nothing where the process has just ended.
    private static long[] TryRead(string process)
    {
        try
        {
            return Read(process);
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static long[] Read(string process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return [.. stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Select((field, at) => at == 0 ? 0 : ToNumber(field))];

        // The last ones may be larger, and do not matter here.
        static long ToNumber(string field) => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
