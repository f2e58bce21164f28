using BigBen.Bench.Rows;

namespace BigBen.Bench.Platforms;

/// <summary>What a platform uses that nobody asks anything, its pods and their probes included, but not what pods use themselves.</summary>
internal sealed class IdleRow(RunningPlatform platform) : IRow
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    public string Name => "idle";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        var figures = new List<Figure>();
        for (var round = 0; round < rounds; round++)
            figures.Add(new Figure("idle, % of a core", "< 1 %", "{0:0.00}", await platform.ProcessorPercentAsync(Time), 1));
        return figures;
    }
}
