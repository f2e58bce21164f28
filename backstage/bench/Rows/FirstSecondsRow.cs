namespace BigBen.Bench.Rows;

/// <summary>The first 5 seconds after ready, against 5 seconds of the same process later.</summary>
internal sealed class FirstSecondsRow(Programs programs) : IRow
{
    public string Name => "first";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        var figures = new List<Figure>();
        for (var round = 0; round < rounds; round++)
        {
            Console.Error.WriteLine($"  round {round + 1} of {rounds}");
            figures.AddRange(await RoundAsync(programs));
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> RoundAsync(Programs programs)
    {
        await using var serviceA = await Server.ServiceAsync(programs.ServiceA, Load.OtherCores);
        var ping = await FigureAsync("/ping, p99 of the first 5 s", $"{serviceA.Url}/ping");
        await using var serviceB = await Server.ServiceAsync(programs.ServiceB, Load.OtherCores, serviceA.Url);
        return [ping, await FigureAsync("service-b → a, p99 of the first 5 s", $"{serviceB.Url}/ping_service_a")];
    }

    private static async Task<Figure> FigureAsync(string name, string url)
    {
        var first = await Load.RunAsync(url, seconds: 5);
        await Load.RunAsync(url, Load.WarmUp);
        var later = await Load.RunAsync(url, seconds: 5);
        return new Figure(name, "≤ 5", "{0:0.000 ms}", first.P99 * 1000, later.P99 * 1000);
    }
}
