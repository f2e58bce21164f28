using BigBen.Bench.Rows;

namespace BigBen.Bench.Platforms;

/// <summary>Requests that the router passes on in a second of processor time, against nginx before the same pod.</summary>
internal sealed class RouterRow(RunningPlatform platform) : IRow
{
    private const string Service = "service-a";
    private const string Host = "dev.service-a.bigben.localhost";
    private const int Seconds = 8;

    /// <summary>Seconds of load until the router's machine code is that of a router which is used.</summary>
    private const int WarmUp = 60;

    public string Name => "router";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        const string Address = "jsonpath={.items[0].endpoints[0].addresses[0]}:{.items[0].ports[0].port}";
        var pod = await platform.KubectlAsync(
            "get", "endpointslices", "-n", "developer", "-l", $"kubernetes.io/service-name={Service}", "-o", Address);
        await using var nginx = await Nginx.StartAsync(pod);
        var router = $"http://127.0.0.1:{platform.Port}/ping";
        await Load.RunAsync(router, WarmUp, pinned: false, host: Host);
        var turns = await Turns.TakeAsync(
            rounds,
            () => PerSecondAsync(router, () => platform.ProcessorSeconds),
            () => PerSecondAsync($"{nginx.Url}/ping", () => nginx.ProcessorSeconds));
        return
        [
            .. turns.Select(
                turn => new Figure("router, requests per second of processor time", "≥ 0.6", "{0:0}", turn.Ours, turn.Against)),
        ];
    }

    private static async Task<double> PerSecondAsync(string url, Func<double> processor)
    {
        var before = processor();
        var load = await Load.RunAsync(url, Seconds, pinned: false, host: Host);
        return load.Requests / (processor() - before);
    }
}
