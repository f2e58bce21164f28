using BigBen.Bench.Rows;
using BigBen.ServiceDefaults.Tests.Support.Databases;

namespace BigBen.Bench.Examples;

/// <summary>
/// An example against what its original was, route by route. The service that is asked has a core; load and database share another. The
/// one that is not asked is idle. Each has a database of its own on the same server, with the same rows before each load. Then the same
/// again with the same limit for each, as pods have one: a core of its own shows how fast a service is only as far as the database follows.
/// </summary>
internal sealed class ExampleRow(Example example, string folder) : IRow
{
    /// <summary>Seconds of load for each route before it is measured.</summary>
    private const int WarmUp = 10;

    public string Name => example.Name;

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        if (example.Database?.WhyNot is { } noServer)
            return LeaveOut(noServer);
        if (await example.Peer.WhyNotAsync() is { } noPeer)
            return LeaveOut(noPeer);
        var program = await Programs.PublishAsync(folder, $"examples/{example.Project}/src", example.Program, "-p:ReadyToRun=true");
        await using var server = example.Database?.Start();
        var ours = await Side.MakeAsync(example, server, program);
        var against = await Side.MakeAsync(example, server, program);
        var noLimit = CpuLimit.WhyNot;
        if (noLimit is not null)
            Console.Error.WriteLine($"  each with the same limit left out: {noLimit}");
        using var ourLimit = noLimit is null ? new CpuLimit() : null;
        using var theirLimit = noLimit is null ? new CpuLimit() : null;
        await using var service = await Server.ServiceAsync(program, Load.OtherCores, settings: ours.Variables, limit: ourLimit);
        await using var peer = await Server.PeerAsync(example.Peer.Command, Load.OtherCores, example.Ready, against.Variables, theirLimit);
        var figures = new List<Figure>();
        foreach (var route in example.Routes)
        {
            Console.Error.WriteLine($"  {route.Name}");
            await MeasureAsync(null, null, WarmUp);
            if (ourLimit is not null && theirLimit is not null)
                await MeasureAsync(ourLimit, theirLimit, warmUp: 0);

            async Task MeasureAsync(CpuLimit? limit, CpuLimit? limitOfPeer, int warmUp) =>
                figures.AddRange(await Throughput.MeasureAsync(
                    $"{example.Project} {route.Name}{(limit is null ? "" : $" at {CpuLimit.Millicores}m each")}", "≥ 5", "≤ 1",
                    seconds => ours.LoadAsync(service, server, route, seconds, limit),
                    seconds => against.LoadAsync(peer, server, route, seconds, limitOfPeer),
                    rounds, warmUp));
        }

        return figures;
    }

    private static Figure[] LeaveOut(string reason)
    {
        Console.Error.WriteLine($"  left out: {reason}");
        return [];
    }

    /// <summary>What belongs to one of both.</summary>
    private sealed record Side(Example Example, string? Connection)
    {
        public Dictionary<string, string?> Variables => new(
        [
            .. Example.Settings, .. Peer.Variables,
            .. Connection is null ? new Dictionary<string, string?>() : Example.Database!.Variables(Connection),
        ]);

        public static async Task<Side> MakeAsync(Example example, TestServer? server, string program) =>
            new(example, server is null ? null : await example.Database!.CreateAsync(server, program, example.Settings));

        public async Task<Load> LoadAsync(Server of, TestServer? database, ExampleRoute route, int seconds, CpuLimit? limit)
        {
            if (Connection is not null)
            {
                await Example.Database!.FillAsync(Connection, route.Rows);
                await ProcessorTime.IdleAsync(database!.ProcessId);
            }

            return limit is null ? await RunAsync() : await limit.KeepAsync(RunAsync);

            Task<Load> RunAsync() =>
                Cost.OfAsync(of, database?.ProcessId, () => Load.RunAsync(of.Url, seconds, requests: route.Requests));
        }
    }
}
