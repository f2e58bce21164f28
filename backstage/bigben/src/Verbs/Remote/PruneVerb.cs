using System.CommandLine;
using BigBen.Git;
using BigBen.Images.Registry;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.GitHub;
using BigBen.Pipeline.Records;

namespace BigBen.Verbs.Remote;

/// <summary><c>prune</c>: deletes what failed runs left behind on ghcr.io.</summary>
internal static class PruneVerb
{
    public static Verb Create()
    {
        var registry = RemoteOptions.Registry();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be deleted; delete nothing." };
        return new Verb(
            "prune", "Delete images on ghcr.io that are two weeks old and that no tag, no index and no record leads to.",
            "big-ben.sh prune --registry ghcr.io/OWNER --dry-run")
        {
            registry, dryRun,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(registry)!,
            parsed.GetValue(dryRun),
            cancellationToken));
    }

    private static async Task RunAsync(Session session, string registry, bool dryRun, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var head = await git.ResolveAsync("HEAD", cancellationToken);
        var records = await EnvironmentFile.ReadAllAsync(git, head, cancellationToken);
        var untagged = new UntaggedImages(GitHubApi.OfThisProcess(), RemoteOptions.Client(), TimeProvider.System);
        foreach (var service in await ServiceCatalog.NamesAsync(git, head, cancellationToken))
        {
            var repository = ImageRepository.Parse($"{registry}/{ServiceSource.ImageRepositoryOf(service)}");
            var recorded = records.Select(file => file.Services.GetValueOrDefault(service)?.Digest).OfType<string>();
            var found = await untagged.FindAsync(repository, recorded, cancellationToken);
            foreach (var version in found)
            {
                if (!dryRun)
                    await untagged.DeleteAsync(repository, version, cancellationToken);
                await session.Output.WriteLineAsync($"{repository}@{version.Digest} of {version.Since:yyyy-MM-dd}");
            }

            await session.Output.WriteLineAsync($"{repository}: {found.Count} {(dryRun ? "would be " : "")}deleted");
        }
    }
}
