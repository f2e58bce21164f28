namespace BigBen.Bench.Rows;

internal static class Throughput
{
    /// <summary>Requests a second and their p99 of two warm servers, five seconds each a round; who is not asked is idle.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(
        string name, string reach, string latencyReach, string ours, string against, int rounds)
    {
        await Load.RunAsync(ours, Load.WarmUp);
        await Load.RunAsync(against, Load.WarmUp);
        var turns = await Turns.TakeAsync(rounds, () => Load.RunAsync(ours, seconds: 5), () => Load.RunAsync(against, seconds: 5));
        return
        [
            .. turns.Select(turn => new Figure(
                $"{name}, requests/s", reach, "{0:0}", turn.Ours.RequestsPerSecond, turn.Against.RequestsPerSecond)),
            .. turns.Select(
                turn => new Figure($"{name}, p99", latencyReach, "{0:0.000 ms}", turn.Ours.P99 * 1000, turn.Against.P99 * 1000)),
        ];
    }
}
