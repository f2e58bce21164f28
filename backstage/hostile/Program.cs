// dotnet run -c Release --project backstage/hostile [-- [--seed N] [--kubeconfig FILE] [PART …]]
// Starts a local platform from a fresh clone of what is committed, and sends it what nobody should: raw bytes, requests over the API's
// grammar, pushes and values. Needs Linux and git. Exit code 1 where something must not be; --case N repeats one case of a part.
using System.Globalization;
using BigBen.Hostile;
using BigBen.Hostile.Api;
using BigBen.Hostile.Git;
using BigBen.Hostile.Http;
using BigBen.Hostile.Platforms;
using BigBen.Hostile.Values;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await Choice.ReadAsync(args, [HttpPart.PartName, ApiPart.PartName, ValuesPart.PartName, GitPart.PartName], TryAsync);

static async Task<int> TryAsync(Choice choice)
{
    var report = new Report(Console.Out, choice.Seed);
    await using var platform = choice.State is { } state
        ? await Platform.FindAsync(state)
        : await Platform.StartAsync(Repository.Root, Console.Error);
    var doors = platform.Doors;
    IPart[] parts =
    [
        new HttpPart(doors, choice.Seed, choice.Of(HttpPart.Count)),
        new ApiPart(doors, choice.Seed, choice.Of(ApiPart.Count)),
        new ValuesPart(platform, choice.Kubeconfig, choice.Case),
        new GitPart(platform, choice.Case, Console.Error),
    ];
    report.Begin();
    foreach (var part in parts.Where(part => choice.Parts.Contains(part.Name)))
    {
        Console.Error.WriteLine(part.Name);
        // What comes with the first requests, such as compiled code, is no growth.
        await WarmUp.RunAsync(doors);
        var growth = new Growth(platform.ProcessId);
        var outcome = await part.RunAsync();
        report.Tell(part.Name, outcome, await growth.SinceAsync());
    }

    return report.End();
}
