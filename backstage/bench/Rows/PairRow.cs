namespace BigBen.Bench.Rows;

/// <summary>service-b's <c>/ping_service_a</c>, which asks service-a, against the bare pair with HttpClient alone.</summary>
internal sealed class PairRow(Programs programs) : IRow
{
    public string Name => "pair";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        await using var serviceA = await Server.ServiceAsync(programs.ServiceA, Load.OtherCores);
        await using var serviceB = await Server.ServiceAsync(programs.ServiceB, Load.OtherCores, serviceA.Url);
        await using var bareA = await Server.BareAsync(programs.Bare, Load.OtherCores);
        await using var bareB = await Server.BareAsync(programs.Bare, Load.OtherCores, bareA.Url);
        return await Throughput.MeasureAsync(
            "service-b → a", "≥ 0.8", "", $"{serviceB.Url}/ping_service_a", $"{bareB.Url}/ping_service_a", rounds);
    }
}
