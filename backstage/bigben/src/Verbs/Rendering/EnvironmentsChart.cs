using BigBen.ArgoCd;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Sources;
using BigBen.Manifests;

namespace BigBen.Verbs.Rendering;

/// <summary>The AppProjects and Applications of all environments, as the root Application renders them.</summary>
internal static class EnvironmentsChart
{
    /// <summary>Renders them at a commit, with the records of that commit.</summary>
    /// <exception cref="Foundation.PlatformException">The chart is not there or does not render.</exception>
    public static async Task<IReadOnlyList<Manifest>> RenderAsync(Renderer renderer, string commit, CancellationToken cancellationToken)
    {
        var records = await renderer.RecordsAsync(commit, cancellationToken);
        // Whose repository it is makes no difference to what runs.
        var root = RootApplication.Manifest("this-repository", renderer.Settings, records);
        return await renderer.RenderAsync(
            Application.Read(Manifest.Of(root, "the environments", Application.ArgoNamespace)), commit, false, cancellationToken);
    }
}
