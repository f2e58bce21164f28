using BigBen.Git;
using BigBen.Images;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Building;

/// <summary>Removes the images that nothing will ask for again. Whoever calls sees to it that nothing is being built meanwhile.</summary>
/// <param name="git">The repository whose main records what runs.</param>
/// <param name="store">The images.</param>
internal sealed class ImagePruner(GitCli git, ImageStore store)
{
    /// <summary>So many records of each service in each environment keep their images, the one that holds now among them.</summary>
    public const int Kept = 20;

    /// <summary>Removes every image that no environment had lately, can go back to, or runs.</summary>
    /// <param name="running">The digests that something is running by, recorded or not.</param>
    /// <param name="cancellationToken">Stops the work between two images.</param>
    /// <returns>How many images were removed.</returns>
    public async Task<int> PruneAsync(IEnumerable<string> running, CancellationToken cancellationToken)
    {
        var needed = running.ToHashSet();
        var head = await git.ResolveAsync(ForgeRepository.MainRef, cancellationToken);
        foreach (var environment in (await EnvironmentList.ReadAsync(git, head, cancellationToken)).Names)
        {
            var history = await RecordHistory.ReadAsync(git, head, environment, cancellationToken);
            needed.UnionWith(history.Lately(Kept).Select(record => record.Digest));
        }

        return await store.PruneAsync(needed, cancellationToken);
    }
}
