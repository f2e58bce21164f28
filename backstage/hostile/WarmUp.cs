using BigBen.Hostile.Api;
using BigBen.Hostile.Http;
using BigBen.Hostile.Sockets;

namespace BigBen.Hostile;

/// <summary>Some requests before what is measured, always the same.</summary>
internal static class WarmUp
{
    private const int Seed = 0;
    private const int Requests = 3000;

    /// <summary>Sends them; what comes of them is not looked at.</summary>
    public static async Task RunAsync(Doors doors)
    {
        await new Volley(doors, new HttpGrammar(doors), Seed).SendAsync(0, Requests);
        await using var playground = await Playground.MakeAsync(doors);
        await new Volley(doors, new ApiGrammar(doors.ApiToken), Seed).SendAsync(0, Requests);
        await playground.ClearAsync();
    }
}
