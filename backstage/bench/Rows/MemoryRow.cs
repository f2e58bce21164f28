namespace BigBen.Bench.Rows;

/// <summary>service-a's resident memory after 30 seconds at full load; server and load share all cores.</summary>
internal sealed class MemoryRow(Programs programs) : IRow
{
    public string Name => "memory";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        var turns = await Turns.TakeAsync(
            rounds,
            () => RunAsync(() => Server.ServiceAsync(programs.ServiceA)),
            () => RunAsync(() => Server.BareAsync(programs.Bare)));
        return
        [
            .. turns.Select(
                turn => new Figure("memory after 30 s at full load", "≤ 1.25, < 100 MB", "{0:0.0 MB}", turn.Ours, turn.Against)),
        ];
    }

    private static async Task<double> RunAsync(Func<Task<Server>> start)
    {
        await using var server = await start();
        await Load.RunAsync($"{server.Url}/ping", seconds: 30, connections: 64, pinned: false);
        return server.ResidentMegabytes;
    }
}
