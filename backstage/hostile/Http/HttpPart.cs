using BigBen.Hostile.Sockets;

namespace BigBen.Hostile.Http;

/// <summary>Requests of strangers: without a token at the API, and whatever bytes at every host.</summary>
/// <param name="doors">The platform.</param>
/// <param name="seed">The seed of the run.</param>
/// <param name="cases">The first case and the one after the last.</param>
internal sealed class HttpPart(Doors doors, int seed, (int First, int End) cases) : IPart
{
    public const string PartName = "http";
    public const int Count = 100_000;

    public string Name => PartName;

    public Task<Outcome> RunAsync() => new Volley(doors, new HttpGrammar(doors), seed).SendAsync(cases.First, cases.End);
}
