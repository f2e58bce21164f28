namespace BigBen.Bench.Rows;

/// <summary>service-b's <c>/ping_service_a</c>, which asks service-a, against the bare pair with HttpClient alone.</summary>
internal sealed class PairRow : IRow
{
    public string Name => "pair";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, bool oursFirst)
    {
        var (ours, bare) = await Turns.TakeAsync(
            oursFirst,
            () => RunAsync(Server.ServiceAsync, programs.ServiceA, programs.ServiceB),
            () => RunAsync(Server.BareAsync, programs.Bare, programs.Bare));
        return
        [
            new("service-b → a, requests/s", "≥ 0.8", "{0:0}", ours.RequestsPerSecond, bare.RequestsPerSecond),
            new("service-b → a, p99", "", "{0:0.000 ms}", ours.P99 * 1000, bare.P99 * 1000),
        ];
    }

    private static async Task<Load> RunAsync(Func<string, string?, string?, Task<Server>> start, string a, string b)
    {
        await using var serviceA = await start(a, Load.OtherCores, null);
        await using var serviceB = await start(b, Load.OtherCores, serviceA.Url);
        await Load.RunAsync($"{serviceB.Url}/ping_service_a", Load.WarmUp);
        return await Load.RunAsync($"{serviceB.Url}/ping_service_a", seconds: 10);
    }
}
