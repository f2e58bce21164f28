using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Helm;

namespace BigBen.Delivery;

/// <summary>An Argo CD Application (<c>argoproj.io/v1alpha1</c>) with a Helm source, read from its manifest.</summary>
/// <param name="Name">Its name, such as <c>developer-service-a</c>.</param>
/// <param name="Project">The AppProject that limits it.</param>
/// <param name="Namespace">Where its objects go; also the environment's name.</param>
/// <param name="RepositoryUrl">The repository that its chart and values are in.</param>
/// <param name="TargetRevision">The branch, tag or commit that they are read at.</param>
/// <param name="ChartPath">The chart's folder in the repository.</param>
/// <param name="ReleaseName">The Helm release; also the service's name.</param>
/// <param name="ValueFiles">Values files, from the repository's root, later ones win.</param>
/// <param name="Parameters">Single values, which win over the files.</param>
/// <param name="Manifest">The manifest it was read from.</param>
public sealed record Application(
    string Name,
    string Project,
    string Namespace,
    string RepositoryUrl,
    string TargetRevision,
    string ChartPath,
    string ReleaseName,
    IReadOnlyList<string> ValueFiles,
    IReadOnlyList<HelmParameter> Parameters,
    Manifest Manifest)
{
    /// <summary>The image tag that the record gives it: the version that its URL must answer.</summary>
    public string Version => Parameter("image.tag") ?? "";

    /// <summary>The image digest that the record gives it.</summary>
    public string Digest => Parameter("image.digest") ?? "";

    /// <summary>Reads an Application's manifest.</summary>
    /// <exception cref="PlatformException">A field that it needs is missing, or it asks for what only Argo CD can do.</exception>
    public static Application Read(Manifest manifest)
    {
        var name = manifest.Key.Name;
        var spec = manifest.Body["spec"] as JsonObject ?? throw Missing(name, "spec");
        var source = spec["source"] as JsonObject
            ?? throw Missing(name, spec.ContainsKey("sources") ? "spec.source (spec.sources is Argo CD's alone)" : "spec.source");
        var helm = source["helm"] as JsonObject ?? [];
        var targetRevision = Text(source, "targetRevision") ?? "HEAD";
        return new Application(
            name,
            Text(spec, "project") ?? throw Missing(name, "spec.project"),
            Text(spec["destination"] as JsonObject, "namespace") ?? throw Missing(name, "spec.destination.namespace"),
            Text(source, "repoURL") ?? throw Missing(name, "spec.source.repoURL"),
            targetRevision,
            Text(source, "path") ?? throw Missing(name, "spec.source.path"),
            Text(helm, "releaseName") ?? name,
            [.. (helm["valueFiles"] as JsonArray ?? []).Select(file => file!.GetValue<string>().TrimStart('/'))],
            [.. (helm["parameters"] as JsonArray ?? []).Select(parameter => new HelmParameter(
                parameter!["name"]!.GetValue<string>(),
                parameter["value"]?.GetValue<string>() ?? "",
                parameter["forceString"]?.GetValue<bool>() ?? false))],
            manifest);
    }

    /// <summary>The Applications among what the environments chart renders.</summary>
    public static IEnumerable<Application> AllIn(IEnumerable<Manifest> environments) =>
        environments.Where(manifest => manifest.Key.Kind == "Application").Select(Read);

    private static string? Text(JsonObject? parent, string key) => parent?[key]?.GetValue<string>();

    private static PlatformException Missing(string name, string field) =>
        new($"Application '{name}' has no {field}; mend backstage/cd/environments and push again.");

    private string? Parameter(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;
}
