using System.Security.Cryptography;
using System.Text;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Helm;

namespace BigBen.Delivery;

/// <summary>What an Application is to be: its objects, read at one commit.</summary>
/// <param name="Commit">The commit that its target revision named.</param>
/// <param name="SourceKey">Names everything the objects were made from: the same key, the same objects.</param>
/// <param name="Manifests">The objects.</param>
public sealed record Rendered(string Commit, string SourceKey, IReadOnlyList<Manifest> Manifests);

/// <summary>What a fork or a platform decides about the environments chart.</summary>
/// <param name="Registry">Where images live; <c>local</c> on the local platform.</param>
/// <param name="Domain">What every host ends in.</param>
public sealed record EnvironmentSettings(string Registry, string Domain);

/// <summary>
/// Renders with the real <c>helm template</c>. Results are kept under the git object ids of everything that goes in,
/// so what did not change is never rendered twice, not even by the next process.
/// </summary>
/// <param name="repository">Where charts and values are read.</param>
/// <param name="helm">The Helm to render with.</param>
/// <param name="helmVersion">Its version, part of every cache key.</param>
/// <param name="settings">What this platform sets for the environments chart.</param>
/// <param name="cacheDirectory">Where results and exported charts are kept; safe to delete.</param>
public sealed class Renderer(
    ISourceRepository repository, HelmCli helm, string helmVersion, EnvironmentSettings settings, string cacheDirectory)
{
    /// <summary>The chart that renders AppProjects and Applications.</summary>
    public const string EnvironmentsPath = "backstage/cd/environments";

    // Argo CD lives in this namespace, and so do its Applications.
    private const string ArgoNamespace = "argocd";

    // What Argo CD adds of the cluster: without it the chart would leave a wanted ServiceMonitor or HTTPRoute out, and nobody would be told.
    private static readonly IReadOnlyList<string> ApiVersions = ["monitoring.coreos.com/v1", "gateway.networking.k8s.io/v1"];

    private int renders;

    /// <summary>How many times Helm was called, cached results not counted.</summary>
    public int Renders => Volatile.Read(ref renders);

    /// <summary>The AppProjects and Applications at a commit.</summary>
    /// <exception cref="PlatformException">The chart is missing or does not render.</exception>
    public async Task<IReadOnlyList<Manifest>> EnvironmentsAsync(string commit, CancellationToken cancellationToken)
    {
        var tree = await TreeAsync(commit, EnvironmentsPath, cancellationToken);
        HelmParameter[] parameters =
        [
            new("repository", repository.Url, ForceString: true),
            new("registry", settings.Registry, ForceString: true),
            new("domain", settings.Domain, ForceString: true),
        ];
        return await CachedAsync(
            Key(["environments", tree, .. parameters.Select(parameter => $"{parameter}")]),
            $"{EnvironmentsPath} at {commit[..7]}",
            ArgoNamespace,
            async () =>
            {
                var chart = await ExportAsync(commit, EnvironmentsPath, tree, cancellationToken);
                var records = Directory.GetFiles(chart, "*.yaml").Where(file => Path.GetFileName(file) is not ("Chart.yaml" or "values.yaml"));
                return new HelmTemplate("environments", chart, ArgoNamespace)
                {
                    ValueFiles = [.. records.Order(StringComparer.Ordinal)],
                    Parameters = parameters,
                };
            },
            cancellationToken);
    }

    /// <summary>The same as <see cref="ApplicationAsync"/>, where the Application's project permits it.</summary>
    /// <exception cref="PlatformException">The project does not, a file is missing, or the chart does not render.</exception>
    public async Task<Rendered> PermittedAsync(
        Application application, IReadOnlyDictionary<string, AppProject> projects, string commit, CancellationToken cancellationToken)
    {
        var refusal = projects.TryGetValue(application.Project, out var project)
            ? project.Refuses(application)
            : $"application references project {application.Project} which does not exist";
        return refusal is null
            ? await ApplicationAsync(application, commit, cancellationToken)
            : throw new PlatformException($"Application '{application.Name}': {refusal}; mend backstage/cd/environments and push again.");
    }

    /// <summary>An Application's objects, its chart and values read at <paramref name="commit"/>.</summary>
    /// <exception cref="PlatformException">A file is missing or the chart does not render.</exception>
    public async Task<Rendered> ApplicationAsync(Application application, string commit, CancellationToken cancellationToken)
    {
        var tree = await TreeAsync(commit, application.ChartPath, cancellationToken);
        var values = new List<(string Path, string Id)>();
        foreach (var file in application.ValueFiles)
        {
            var id = await repository.ObjectIdAsync(commit, file, cancellationToken)
                ?? throw new PlatformException($"Application '{application.Name}' names the values file '{file}', which is not in git at {commit[..7]}; add it or mend backstage/cd/environments.");
            values.Add((file, id));
        }

        var key = Key(
        [
            application.ReleaseName, application.Namespace, tree, .. values.Select(file => file.Id),
            .. application.Parameters.Select(parameter => $"{parameter}"),
        ]);
        var manifests = await CachedAsync(
            key,
            $"{application.ChartPath} for {application.Name} at {commit[..7]}",
            application.Namespace,
            async () => new HelmTemplate(application.ReleaseName, await ExportAsync(commit, application.ChartPath, tree, cancellationToken), application.Namespace)
            {
                ValueFiles = await ExportValuesAsync(commit, values, cancellationToken),
                Parameters = application.Parameters,
                ApiVersions = ApiVersions,
                SkipTests = true,
            },
            cancellationToken);
        return new Rendered(commit, key, manifests);
    }

    private async Task<IReadOnlyList<Manifest>> CachedAsync(
        string key, string source, string @namespace, Func<Task<HelmTemplate>> template, CancellationToken cancellationToken)
    {
        var file = Path.Combine(cacheDirectory, "rendered", $"{key}.yaml");
        string yaml;
        if (File.Exists(file))
        {
            yaml = await File.ReadAllTextAsync(file, cancellationToken);
        }
        else
        {
            yaml = await helm.TemplateAsync(await template(), cancellationToken);
            Interlocked.Increment(ref renders);
            AtomicFile.Write(file, yaml);
        }

        return Manifest.ParseAll(yaml, source, @namespace);
    }

    private string Key(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Prepend(helmVersion).Prepend(HelmTemplate.DefaultKubeVersion)))))[..32];

    private async Task<string> TreeAsync(string commit, string path, CancellationToken cancellationToken) =>
        await repository.ObjectIdAsync(commit, path, cancellationToken)
        ?? throw new PlatformException($"There is no '{path}' in git at {commit[..7]}; restore it and push again.");

    private async Task<string> ExportAsync(string commit, string path, string tree, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(cacheDirectory, "charts", tree);
        if (Directory.Exists(folder))
            return folder;
        var fresh = $"{folder}.{Guid.NewGuid():N}";
        await repository.ExportFolderAsync(commit, path, fresh, cancellationToken);
        try
        {
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another render exported the same tree meanwhile.
            Directory.Delete(fresh, recursive: true);
        }

        return folder;
    }

    private async Task<IReadOnlyList<string>> ExportValuesAsync(string commit, List<(string Path, string Id)> values, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var (path, id) in values)
        {
            // Named by content and by path, so that Helm's errors speak of a file that people know.
            var file = Path.Combine(cacheDirectory, "values", id, path);
            if (!File.Exists(file))
                AtomicFile.Write(file, await repository.ReadFileAsync(commit, path, cancellationToken));
            files.Add(file);
        }

        return files;
    }
}
