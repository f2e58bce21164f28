using BigBen.ArgoCd.Sources;
using BigBen.Git;
using BigBen.Manifests.Helm;

namespace BigBen.Verbs.Rendering;

/// <summary>Renders from a person's or a workflow's clone, with no platform.</summary>
internal static class CloneRenderer
{
    /// <summary>Makes it, and obtains Helm where there is none.</summary>
    /// <param name="session">Where Helm and what was rendered before are kept.</param>
    /// <param name="git">The clone.</param>
    /// <param name="registry">Where images are.</param>
    /// <param name="domain">What every host ends in.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Renderer> OfAsync(
        Session session, GitCli git, string registry, string domain, CancellationToken cancellationToken)
    {
        var helm = await new HelmInstaller(session.State.Tools).FindOrInstallAsync(cancellationToken);
        // Whose repository it is makes no difference to what runs.
        var source = new GitSource(git, "this-repository");
        var renderings = new RenderCache(session.State.Cache, TimeProvider.System);
        return new Renderer(
            source, new HelmCli(helm), new EnvironmentSettings(registry, domain), renderings);
    }
}
