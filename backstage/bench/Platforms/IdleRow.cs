using BigBen.Bench.Rows;

namespace BigBen.Bench.Platforms;

/// <summary>
/// What a platform uses that nobody asks anything, its pods and their probes included, but not what pods use themselves; some minutes after
/// its start, when most of what runs each second is compiled for good.
/// </summary>
internal sealed class IdleRow(RunningPlatform platform) : IRow
{
    /// <summary>
    /// .NET compiles a method anew after 30 calls, and by what it has then counted after 30 more: of what runs each ten seconds some is
    /// still to come then.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    public string Name => "idle";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        await Task.Delay(Settling);
        var figures = new List<Figure>();
        for (var round = 0; round < rounds; round++)
            figures.Add(new Figure("idle, % of a core", "< 1 %", "{0:0.00}", await platform.ProcessorPercentAsync(Time), 1));
        return figures;
    }
}
