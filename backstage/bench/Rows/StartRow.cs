namespace BigBen.Bench.Rows;

/// <summary>From the program's start until it is ready, on all cores.</summary>
internal sealed class StartRow(Programs programs) : IRow
{
    public string Name => "start";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        var turns = await Turns.TakeAsync(
            rounds,
            () => RunAsync(() => Server.ServiceAsync(programs.ServiceA)),
            () => RunAsync(() => Server.BareAsync(programs.Bare)));
        return
        [
            .. turns.Select(
                turn => new Figure("start to ready", "≤ 1.5", "{0:0 ms}", turn.Ours.TotalMilliseconds, turn.Against.TotalMilliseconds)),
        ];
    }

    private static async Task<TimeSpan> RunAsync(Func<Task<Server>> start)
    {
        await using var server = await start();
        return server.StartTime;
    }
}
