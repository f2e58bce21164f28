namespace BigBen.Bench.Rows;

/// <summary>From the program's start until it is ready, on all cores.</summary>
internal sealed class StartRow : IRow
{
    public string Name => "start";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, bool oursFirst)
    {
        var (ours, bare) = await Turns.TakeAsync(
            oursFirst,
            () => RunAsync(() => Server.ServiceAsync(programs.ServiceA)),
            () => RunAsync(() => Server.BareAsync(programs.Bare)));
        return [new("start to ready", "≤ 1.5", "{0:0 ms}", ours.TotalMilliseconds, bare.TotalMilliseconds)];
    }

    private static async Task<TimeSpan> RunAsync(Func<Task<Server>> start)
    {
        await using var server = await start();
        return server.StartTime;
    }
}
