namespace BigBen.Bench.Rows;

/// <summary>
/// service-a's <c>/ping</c>, metrics on and logs to a file, against the bare one. The servers have a core, the load another.
/// </summary>
internal sealed class PingRow(Programs programs) : IRow
{
    public string Name => "ping";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        await using var serviceA = await Server.ServiceAsync(programs.ServiceA, Load.OtherCores);
        await using var bare = await Server.BareAsync(programs.Bare, Load.OtherCores);
        return await Throughput.MeasureAsync("/ping", "≥ 0.85", "≤ 1.5", $"{serviceA.Url}/ping", $"{bare.Url}/ping", rounds);
    }
}
