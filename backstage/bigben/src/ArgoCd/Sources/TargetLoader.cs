using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Sources;

/// <summary>Reads from git what an Application is to be.</summary>
/// <param name="repository">The repository.</param>
/// <param name="renderer">Renders its charts.</param>
internal sealed class TargetLoader(ISourceRepository repository, Renderer renderer)
{
    /// <summary>Reads it; what cannot be read is told in Argo CD's words.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="commit">The commit to read; null for what its target revision names now.</param>
    /// <param name="hard">Whether a rendering that is kept is thrown away.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Target> LoadAsync(Application application, string? commit, bool hard, CancellationToken cancellationToken)
    {
        try
        {
            if (ProjectPattern.Normalize(application.Source.RepositoryUrl) != ProjectPattern.Normalize(repository.Url))
                throw new PlatformException($"failed to list refs: repository not found: the local platform has {repository.Url} alone");
            commit ??= await repository.ResolveAsync(application.Source.TargetRevision, cancellationToken);
            var manifests = await renderer.RenderAsync(application, commit, hard, cancellationToken);
            return Of(application, commit) with
            {
                Objects =
                [
                    .. manifests.Where(manifest => !Hooks.IsSkipped(manifest.Annotations))
                        .Select(manifest => TargetObject.Of(application.Name, manifest)),
                ],
            };
        }
        catch (PlatformException e)
        {
            const string source =
                "Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = ";
            return Of(application, application.Source.TargetRevision) with { Error = source + e.Message };
        }
    }

    private static Target Of(Application application, string revision) =>
        new(revision, application.SourceJson, application.DestinationJson, [], null);
}
