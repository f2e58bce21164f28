using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Sources;
using BigBen.Git;
using BigBen.Manifests;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Verbs.Rendering;

/// <summary>
/// What every environment would be if a commit was delivered to it: all services with the chart and the values of that commit, whatever is
/// recorded now.
/// </summary>
/// <param name="git">The repository.</param>
/// <param name="renderer">Renders it.</param>
internal sealed class RenderedCommit(GitCli git, Renderer renderer)
{
    // Of an image that may not be built yet the tag alone is known, and the commit itself is another on each side.
    private static readonly string NoDigest = $"sha256:{new string('0', 64)}";
    private static readonly string NoRevision = new('0', 40);

    /// <summary>
    /// Writes each object to a file of its own: <c>ENVIRONMENT/SERVICE/Kind-name.yaml</c>, Argo CD's under <c>argocd</c>.
    /// </summary>
    /// <param name="commit">The commit.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">Something does not render; the sentence says what.</exception>
    public async Task WriteAsync(string commit, string folder, CancellationToken cancellationToken)
    {
        var delivered = await DeliverAsync(commit, cancellationToken);
        var environments = await renderer.EnvironmentsAsync(delivered, cancellationToken);
        await WriteAsync(Path.Combine(folder, Application.ArgoNamespace), environments, cancellationToken);
        foreach (var manifest in environments.Where(manifest => manifest.Key.Kind == "Application"))
        {
            var application = Application.Read(manifest);
            var objects = await renderer.RenderAsync(application, commit, false, cancellationToken);
            var place = Path.Combine(folder, application.Destination.Namespace, application.Source.ReleaseName);
            await WriteAsync(place, objects, cancellationToken);
        }
    }

    // A commit that no ref leads to: the same sources, every service recorded everywhere.
    private async Task<string> DeliverAsync(string commit, CancellationToken cancellationToken)
    {
        var services = new Dictionary<string, ServiceRecord>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            var tag = await Affected.ImageTagAsync(git, commit, service, cancellationToken);
            services[service.Name] = new ServiceRecord(NoRevision, tag, NoDigest);
        }

        var environments = await EnvironmentList.ReadAsync(git, commit, cancellationToken);
        var files = environments.Names.ToDictionary(EnvironmentFile.PathOf, name => $"{new EnvironmentFile(name, services)}");
        return await git.CommitFilesAsync(commit, files, "Deliver everything everywhere", cancellationToken);
    }

    private static async Task WriteAsync(string folder, IReadOnlyList<Manifest> objects, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var manifest in objects)
        {
            var text = manifest.ToYaml()
                .Replace($"@{NoDigest}", "", StringComparison.Ordinal)
                .Replace(NoDigest, "(of the image)", StringComparison.Ordinal)
                .Replace(NoRevision, "(the delivered commit)", StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"{manifest.Key.Kind}-{manifest.Key.Name}.yaml"), text, cancellationToken);
        }
    }
}
