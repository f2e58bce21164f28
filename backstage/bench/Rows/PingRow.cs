namespace BigBen.Bench.Rows;

/// <summary>service-a's <c>/ping</c>, metrics on and logs to a file, against the bare one. The server has a core, the load another.</summary>
internal sealed class PingRow : IRow
{
    public string Name => "ping";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, bool oursFirst)
    {
        var (ours, bare) = await Turns.TakeAsync(
            oursFirst,
            () => RunAsync(() => Server.ServiceAsync(programs.ServiceA, Load.OtherCores)),
            () => RunAsync(() => Server.BareAsync(programs.Bare, Load.OtherCores)));
        return
        [
            new("/ping, requests/s", "≥ 0.85", "{0:0}", ours.RequestsPerSecond, bare.RequestsPerSecond),
            new("/ping, p99", "≤ 1.5", "{0:0.000 ms}", ours.P99 * 1000, bare.P99 * 1000),
        ];
    }

    private static async Task<Load> RunAsync(Func<Task<Server>> start)
    {
        await using var server = await start();
        await Load.RunAsync($"{server.Url}/ping", Load.WarmUp);
        return await Load.RunAsync($"{server.Url}/ping", seconds: 10);
    }
}
