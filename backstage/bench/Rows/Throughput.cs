namespace BigBen.Bench.Rows;

internal static class Throughput
{
    private const int Seconds = 5;

    /// <summary>Requests a second and their p99 of two warm servers, five seconds each a round; who is not asked is idle.</summary>
    public static Task<IReadOnlyList<Figure>> MeasureAsync(
        string name, string reach, string latencyReach, string ours, string against, int rounds) =>
        MeasureAsync(
            name, reach, latencyReach, seconds => Load.RunAsync(ours, seconds), seconds => Load.RunAsync(against, seconds), rounds,
            Load.WarmUp);

    /// <summary>The same of what loads both for so many seconds; no seconds to warm up where both are warm.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(
        string name, string reach, string latencyReach, Func<int, Task<Load>> ours, Func<int, Task<Load>> against, int rounds, int warmUp)
    {
        if (warmUp > 0)
        {
            await ours(warmUp);
            await against(warmUp);
        }

        var turns = await Turns.TakeAsync(rounds, () => ours(Seconds), () => against(Seconds));
        return
        [
            .. turns.Select(turn => new Figure(
                $"{name}, requests/s", reach, "{0:0}", turn.Ours.RequestsPerSecond, turn.Against.RequestsPerSecond)),
            .. turns.Select(
                turn => new Figure($"{name}, p99", latencyReach, "{0:0.000 ms}", turn.Ours.P99 * 1000, turn.Against.P99 * 1000)),
            .. Costs("server", cost => cost.Server), .. Costs("database", cost => cost.Database), .. Costs("load", cost => cost.Load),
        ];

        IEnumerable<Figure> Costs(string whose, Func<Cost, double> cost) =>
            from turn in turns
            where turn.Ours.Cost is { } taken && cost(taken) >= 0.5
            select new Figure(
                $"{name}, processor time of the {whose}", "", "{0:0 µs}", cost(turn.Ours.Cost!), cost(turn.Against.Cost!));
    }
}
