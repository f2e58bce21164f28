using System.CommandLine;
using BigBen.Pipeline.GitHub;

namespace BigBen.Verbs.Remote;

/// <summary><c>features</c>: what GitHub gives this repository, and what is lost without the rest.</summary>
internal static class FeaturesVerb
{
    public static Verb Create()
    {
        var attestations = new Option<bool>("--attestations") { Description = "A private repository's plan has attestations." };
        var json = SharedOptions.Json();
        return new Verb(
            "features", "Show which of GitHub's features the repository in GITHUB_REPOSITORY has, and warn of what it lacks.",
            "big-ben.sh features --json")
        {
            attestations, json,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(attestations),
            parsed.GetValue(json),
            cancellationToken));
    }

    private static async Task RunAsync(Session session, bool attestations, bool json, CancellationToken cancellationToken)
    {
        var features = await RepositoryFeatures.AskAsync(GitHubApi.OfThisProcess(), attestations, cancellationToken);
        // Standard output is for the workflow; GitHub finds its own commands on either.
        var prefix = Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true" ? "::warning title=GitHub::" : "";
        foreach (var loss in features.Losses())
            await session.Error.WriteLineAsync($"{prefix}{loss}");
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(features, JsonSerializerOptions.Web)
            : features.Losses().Any() ? "This repository lacks what is listed above."
            : "This repository has everything that the workflows use.");
    }
}
