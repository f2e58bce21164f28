using BigBen.ApiServer.Resources;
using BigBen.Manifests.Helm;

namespace BigBen.ArgoCd.Applications;

/// <summary>A chart in a git repository and what it is rendered with.</summary>
/// <param name="RepositoryUrl">The repository that chart and values are in.</param>
/// <param name="TargetRevision">The branch, tag or commit that they are read at.</param>
/// <param name="Path">The chart's folder in the repository; <c>.</c> for the repository's root.</param>
/// <param name="ReleaseName">The Helm release.</param>
/// <param name="ValueFiles">Values files, from the repository's root, later ones win.</param>
/// <param name="Parameters">Single values, which win over the files.</param>
/// <param name="IgnoreMissingValueFiles">Whether a values file that is not there is passed over.</param>
internal sealed record HelmSource(
    string RepositoryUrl,
    string TargetRevision,
    string Path,
    string ReleaseName,
    IReadOnlyList<string> ValueFiles,
    IReadOnlyList<HelmParameter> Parameters,
    bool IgnoreMissingValueFiles)
{
    /// <summary>Fields that would change the objects, which only Argo CD itself can do: they are refused, not passed over.</summary>
    public static readonly IReadOnlyList<string> Unsupported = ["chart", "kustomize", "directory", "plugin", "ref"];

    /// <summary>The same below <c>helm</c>.</summary>
    public static readonly IReadOnlyList<string> UnsupportedHelm =
        ["values", "valuesObject", "fileParameters", "kubeVersion", "apiVersions", "namespace"];

    /// <summary>Why it cannot be rendered, in Argo CD's words: a path leads out of the repository; null where none does.</summary>
    public string? Error { get; private init; }

    /// <summary>Reads an Application's <c>spec.source</c>.</summary>
    /// <exception cref="PlatformException">A field is missing, or asks for what only Argo CD itself can do.</exception>
    public static HelmSource Read(JsonElement source, string application)
    {
        Refuse(source, "spec.source", Unsupported);
        if (source.At("helm") is { } helm)
            Refuse(helm, "spec.source.helm", UnsupportedHelm);
        if (source.TextAt("repoURL") is not { Length: > 0 } repository || source.TextAt("path") is not { Length: > 0 } path)
            throw new PlatformException("spec.source.repoURL and either spec.source.path or spec.source.chart are required");
        var folder = SourcePath.Resolve("", path);
        var values = source.ItemsAt("helm", "valueFiles").Select(file => file.GetString() ?? "")
            .Select(file => (Given: file, Path: SourcePath.Resolve(folder ?? "", file))).ToList();
        return new HelmSource(
            repository,
            source.TextAt("targetRevision") is { Length: > 0 } revision ? revision : "HEAD",
            folder ?? path,
            source.TextAt("helm", "releaseName") is { Length: > 0 } release ? release : application,
            [.. values.Select(file => file.Path ?? file.Given)],
            [.. source.ItemsAt("helm", "parameters").Select(Parameter)],
            source.FlagAt("helm", "ignoreMissingValueFiles"))
        {
            Error = folder is null ? $"{path}: app path outside root"
                : values.Find(file => file.Path is null or SourcePath.Root) is { Given: { } outside }
                    ? "error resolving helm value files: error resolving value file path: "
                        + $"file '{outside}' resolved to outside repository root"
                : null,
        };
    }

    private static void Refuse(JsonElement value, string path, IReadOnlyList<string> fields)
    {
        if (fields.FirstOrDefault(field => value.At(field) is not null) is { } field)
            throw new PlatformException($"{path}.{field} is not supported by the local platform");
    }

    private static HelmParameter Parameter(JsonElement parameter) => new(
        parameter.TextAt("name") ?? "", parameter.TextAt("value") ?? "", parameter.FlagAt("forceString"));
}
