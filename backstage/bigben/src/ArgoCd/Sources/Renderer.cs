using System.Security.Cryptography;
using System.Text;
using BigBen.ArgoCd.Applications;
using BigBen.Manifests;
using BigBen.Manifests.Helm;
using BigBen.Secrets;

namespace BigBen.ArgoCd.Sources;

/// <summary>
/// Renders with the real <c>helm template</c>. Results are kept under the git object ids of everything that goes in,
/// so what did not change is never rendered twice, not even by the next process.
/// </summary>
/// <param name="repository">Where charts and values are read.</param>
/// <param name="helm">The Helm to render with.</param>
/// <param name="settings">What this platform sets for the environments chart.</param>
/// <param name="cache">Where results and exported charts are kept.</param>
/// <param name="keys">Decrypt the Secrets beside the values; null where somebody else does, and they are left out.</param>
internal sealed class Renderer(
    ISourceRepository repository, HelmCli helm, EnvironmentSettings settings, RenderCache cache, KeyFile? keys = null)
{
    // What Argo CD adds of the cluster: without it the chart would leave a wanted ServiceMonitor or HTTPRoute out, and nobody would be
    // told.
    private static readonly IReadOnlyList<string> ApiVersions = ["monitoring.coreos.com/v1", "gateway.networking.k8s.io/v1"];

    private readonly ChartFiles _files = new(repository, cache);
    private readonly EncryptedSecrets _secrets = new(repository, cache, keys);
    private int _renders;

    /// <summary>How many times Helm was called, cached results not counted.</summary>
    public int Renders => Volatile.Read(ref _renders);

    /// <summary>The root Application, with the environments that there are at a commit.</summary>
    /// <exception cref="PlatformException">The environments chart is missing.</exception>
    public async Task<JsonObject> RootAsync(string commit, CancellationToken cancellationToken)
    {
        var chart = await _files.ChartAsync(commit, RootApplication.Path, cancellationToken);
        // What the pipeline records is in the values files beside the chart's own.
        var records = Directory.GetFiles(chart.Folder, "*.yaml").Select(file => Path.GetFileName(file))
            .Where(file => file is not ("Chart.yaml" or "values.yaml")).Order(StringComparer.Ordinal);
        return RootApplication.Manifest(repository.Url, settings, records);
    }

    /// <summary>The AppProjects and Applications of all environments, as the root Application renders them at a commit.</summary>
    /// <exception cref="PlatformException">The environments chart is missing or does not render.</exception>
    public async Task<IReadOnlyList<Manifest>> EnvironmentsAsync(string commit, CancellationToken cancellationToken)
    {
        var root = Manifest.Of(await RootAsync(commit, cancellationToken), "the platform", Application.ArgoNamespace);
        return await RenderAsync(Application.Read(root), commit, false, cancellationToken);
    }

    /// <summary>An Application's values files at a commit, as people wrote them; those that are not there are left out.</summary>
    /// <exception cref="PlatformException">One is not one document of YAML.</exception>
    public async Task<IReadOnlyList<ValuesFile>> ValuesAsync(Application application, string commit, CancellationToken cancellationToken)
    {
        var values = new List<ValuesFile>();
        var source = application.Source with { IgnoreMissingValueFiles = true };
        foreach (var file in await _files.ValuesAsync(commit, source, cancellationToken))
            values.Add(ValuesFile.Read(file.Path, await File.ReadAllTextAsync(file.File, cancellationToken)));
        return values;
    }

    /// <summary>An Application's objects, its chart and values read at a commit.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="hard">Whether a result that is kept is thrown away.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">A file is missing or outside of the repository, or the chart does not render.</exception>
    public async Task<IReadOnlyList<Manifest>> RenderAsync(
        Application application, string commit, bool hard, CancellationToken cancellationToken)
    {
        var source = application.Source;
        if (source.Error is { } error)
            throw new PlatformException(error);
        var chart = await _files.ChartAsync(commit, source.Path, cancellationToken);
        var values = await _files.ValuesAsync(commit, source, cancellationToken);
        var ns = application.Destination.Namespace;
        var key = Key(
        [
            source.ReleaseName, ns, chart.Id, .. values.Select(file => file.Id), .. source.Parameters.Select(parameter => $"{parameter}"),
        ]);
        var template = new HelmTemplate(source.ReleaseName, chart.Folder, ns)
        {
            ValueFiles = [.. values.Select(file => file.File)],
            Names = new Dictionary<string, string>(values.Select(file => KeyValuePair.Create(file.File, file.Path)))
            {
                [chart.Folder] = source.Path,
            },
            Parameters = source.Parameters,
            ApiVersions = ApiVersions,
            SkipTests = true,
        };
        var yaml = await TemplateAsync(key, template, hard, cancellationToken);
        var manifests = Manifest.ParseAll(yaml, $"{source.Path} for {application.Name} at {commit[..7]}", ns);
        return await _secrets.AddAsync(manifests, values.Select(file => file.Path), commit, ns, cancellationToken);
    }

    /// <summary>The keys of the Secrets that are encrypted beside an Application's values at a commit, by the Secrets' names.</summary>
    /// <exception cref="PlatformException">A file is not encrypted.</exception>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> SecretKeysAsync(
        IReadOnlyList<ValuesFile> values, string commit, CancellationToken cancellationToken) =>
        _secrets.KeysAsync(values.Select(file => file.Path), commit, cancellationToken);

    private async Task<string> TemplateAsync(string key, HelmTemplate template, bool hard, CancellationToken cancellationToken)
    {
        var file = cache.Use("rendered", $"{key}.yaml");
        if (!hard && File.Exists(file))
            return await File.ReadAllTextAsync(file, cancellationToken);
        var yaml = await helm.TemplateAsync(template, cancellationToken);
        Interlocked.Increment(ref _renders);
        AtomicFile.Write(file, yaml);
        return yaml;
    }

    private string Key(IEnumerable<string> parts) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', parts.Prepend($"{helm.Version}").Prepend(HelmTemplate.DefaultKubeVersion)))))[..32];
}
