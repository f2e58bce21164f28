using System.IO.Enumeration;
using System.Text.Json;
using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Applications;

/// <summary>An Argo CD AppProject: what its Applications may read and where and what they may write.</summary>
/// <param name="value">The object.</param>
internal sealed class AppProject(JsonElement value)
{
    public string Name => value.NameOf();

    /// <summary>Why the project does not permit an Application, in Argo CD's words; null when it does.</summary>
    public string? Refuses(Application application)
    {
        if (!value.ItemsAt("spec", "sourceRepos").Any(url => Matches(url.GetString(), application.Source.RepositoryUrl)))
            return $"application repo {application.Source.RepositoryUrl} is not permitted in project '{Name}'";
        return IsDestination(application.Destination.Namespace)
            ? null
            : $"application destination server '{Destination.InCluster}' and namespace '{application.Destination.Namespace}' "
                + $"do not match any of the allowed destinations in project '{Name}'";
    }

    /// <summary>Why the project does not permit an object of its Applications; null when it does.</summary>
    public string? Refuses(ObjectKey key)
    {
        if (!IsPermitted(key))
            return $"resource {key.Group}:{key.Kind} is not permitted in project {Name}";
        return key.Namespace.Length == 0 || IsDestination(key.Namespace)
            ? null
            : $"namespace {key.Namespace} is not permitted in project '{Name}'";
    }

    // Objects of the whole cluster need to be listed, others only where a list is given at all.
    private bool IsPermitted(ObjectKey key)
    {
        if (key.Namespace.Length == 0)
            return Lists("clusterResourceWhitelist", key) && !Lists("clusterResourceBlacklist", key);
        return (value.At("spec", "namespaceResourceWhitelist") is null || Lists("namespaceResourceWhitelist", key))
            && !Lists("namespaceResourceBlacklist", key);
    }

    private bool Lists(string field, ObjectKey key) => value.ItemsAt("spec", field).Any(entry =>
        Matches(entry.TextAt("group") ?? "", key.Group)
        && Matches(entry.TextAt("kind"), key.Kind)
        && (entry.TextAt("name") is not { Length: > 0 } name || Matches(name, key.Name)));

    private bool IsDestination(string ns) => value.ItemsAt("spec", "destinations").Any(destination =>
        (Matches(destination.TextAt("server"), Destination.InCluster) || Matches(destination.TextAt("name"), "in-cluster"))
        && Matches(destination.TextAt("namespace"), ns));

    private static bool Matches(string? pattern, string text) =>
        pattern == text || (pattern is not null && FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false));
}
