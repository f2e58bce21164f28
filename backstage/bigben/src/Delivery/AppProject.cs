using System.Text.Json.Nodes;
using BigBen.Manifests;

namespace BigBen.Delivery;

/// <summary>An Argo CD AppProject: which repositories its Applications may read and which namespaces they may write.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SourceRepositories">Allowed <c>repoURL</c>s; <c>*</c> allows all.</param>
/// <param name="Namespaces">Allowed destination namespaces; <c>*</c> allows all.</param>
public sealed record AppProject(string Name, IReadOnlyList<string> SourceRepositories, IReadOnlyList<string> Namespaces)
{
    /// <summary>Reads an AppProject's manifest.</summary>
    public static AppProject Read(Manifest manifest)
    {
        var spec = manifest.Body["spec"] as JsonObject ?? [];
        return new AppProject(
            manifest.Key.Name,
            [.. (spec["sourceRepos"] as JsonArray ?? []).Select(url => url!.GetValue<string>())],
            [.. (spec["destinations"] as JsonArray ?? []).Select(destination => destination!["namespace"]?.GetValue<string>() ?? "")]);
    }

    /// <summary>The projects among what the environments chart renders, by name.</summary>
    public static IReadOnlyDictionary<string, AppProject> AllIn(IEnumerable<Manifest> environments) =>
        environments.Where(manifest => manifest.Key.Kind == "AppProject").Select(Read).ToDictionary(project => project.Name);

    /// <summary>Why the project does not permit an Application, in Argo CD's words; null when it does.</summary>
    public string? Refuses(Application application) =>
        !Allows(SourceRepositories, application.RepositoryUrl)
            ? $"application repo {application.RepositoryUrl} is not permitted in project '{Name}'"
            : !Allows(Namespaces, application.Namespace)
                ? $"application destination namespace '{application.Namespace}' is not permitted in project '{Name}'"
                : null;

    private static bool Allows(IReadOnlyList<string> allowed, string value) => allowed.Contains("*") || allowed.Contains(value);
}
