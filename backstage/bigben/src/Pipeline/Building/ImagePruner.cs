using BigBen.Git;
using BigBen.Images;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Building;

/// <summary>Removes the images that nothing will ask for again. Whoever calls sees to it that nothing is being built meanwhile.</summary>
/// <param name="git">The repository whose main records what runs.</param>
/// <param name="store">The images.</param>
/// <param name="pipelines">A folder for each service with the lock of its pipeline; null where there are no pipelines.</param>
internal sealed class ImagePruner(GitCli git, ImageStore store, string? pipelines = null)
{
    /// <summary>The file in a service's folder that its pipeline, another process, holds locked while it runs.</summary>
    public const string PipelineLock = "lock";

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

        // What a pipeline has built is recorded at its end.
        foreach (var service in InPipelines())
            needed.UnionWith(store.Tags(ServiceSource.ImageRepositoryOf(service)).Values);
        return await store.PruneAsync(needed, cancellationToken);
    }

    private IEnumerable<string> InPipelines() =>
        (Directory.Exists(pipelines) ? new DirectoryInfo(pipelines).EnumerateDirectories() : [])
            .Where(folder => FileLock.IsHeld(Path.Combine(folder.FullName, PipelineLock)))
            .Select(folder => folder.Name);
}
