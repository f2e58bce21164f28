using BigBen.Hostile.Sockets;

namespace BigBen.Hostile.Api;

/// <summary>Requests of whoever has the token: objects, patches and options over the grammar of the API.</summary>
/// <param name="doors">The platform.</param>
/// <param name="seed">The seed of the run.</param>
/// <param name="cases">The first case and the one after the last.</param>
internal sealed class ApiPart(Doors doors, int seed, (int First, int End) cases) : IPart
{
    public const string PartName = "api";
    public const int Count = 20_000;

    public string Name => PartName;

    public async Task<Outcome> RunAsync()
    {
        await using var playground = await Playground.MakeAsync(doors);
        var outcome = await new Volley(doors, new ApiGrammar(doors.ApiToken), seed).SendAsync(cases.First, cases.End);
        foreach (var left in await playground.ClearAsync())
            outcome.Add(new Failure(cases.End, "everything that was made is deleted", $"{left} stays"));
        return outcome;
    }
}
