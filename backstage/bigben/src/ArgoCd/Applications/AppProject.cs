using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Applications;

/// <summary>An Argo CD AppProject: what its Applications may read and where and what they may write.</summary>
/// <param name="value">The object.</param>
internal sealed class AppProject(JsonElement value)
{
    /// <summary>Fields of its spec that Argo CD would check a commit by, and nobody here does: its Applications are refused.</summary>
    public static readonly IReadOnlyList<string> Unsupported = ["signatureKeys", "sourceIntegrity"];

    public string Name => value.NameOf();

    /// <summary>The times at which its Applications may be synced.</summary>
    public SyncWindows Windows { get; } = SyncWindows.Read(value);

    /// <summary>What its Applications are warned of in their namespaces; null for nothing.</summary>
    public OrphanPolicy? Orphans { get; } = OrphanPolicy.Read(value);

    /// <summary>Why the project does not permit an Application, in Argo CD's words; none when it does.</summary>
    public IEnumerable<string> Refusals(Application application)
    {
        foreach (var field in Unsupported.Where(field => value.ItemsAt("spec", field).Any() || value.FieldsAt("spec", field).Any()))
            yield return $"spec.{field} of project '{Name}' is not supported by the local platform, which checks no signatures";
        if (!IsSource(application.Source.RepositoryUrl))
            yield return $"application repo {application.Source.RepositoryUrl} is not permitted in project '{Name}'";
        if (!IsDestination(application.Destination.Namespace))
        {
            yield return $"application destination server '{application.Destination.Server}' and namespace "
                + $"'{application.Destination.Namespace}' do not match any of the allowed destinations in project '{Name}'";
        }
    }

    /// <summary>Why the project does not permit an object of its Applications; null when it does.</summary>
    public string? Refuses(ObjectKey key)
    {
        if (!Permits(key))
            return $"resource {key.Group}:{key.Kind} is not permitted in project {Name}";
        return key.Namespace.Length == 0 || IsDestination(key.Namespace)
            ? null
            : $"namespace {key.Namespace} is not permitted in project '{Name}'";
    }

    // Objects of the whole cluster need to be listed, others only where a list is given at all.
    private bool Permits(ObjectKey key)
    {
        if (key.Namespace.Length == 0)
            return Lists("clusterResourceWhitelist", key) && !Lists("clusterResourceBlacklist", key);
        return (value.At("spec", "namespaceResourceWhitelist") is null || Lists("namespaceResourceWhitelist", key))
            && !Lists("namespaceResourceBlacklist", key);
    }

    private bool Lists(string field, ObjectKey key) => value.ItemsAt("spec", field).Any(entry =>
        Glob.Matches(entry.TextAt("group") ?? "", key.Group)
        && Glob.Matches(entry.TextAt("kind") ?? "", key.Kind)
        && (entry.TextAt("name") is not { Length: > 0 } name || Glob.Matches(name, key.Name)));

    private bool IsSource(string url)
    {
        var patterns = value.ItemsAt("spec", "sourceRepos").Select(pattern => new ProjectPattern(pattern.ToString(), '/')).ToList();
        return patterns.Exists(pattern => pattern.MatchesRepository(url))
            && !patterns.Exists(pattern => pattern.IsDenial && !pattern.MatchesRepository(url));
    }

    private bool IsDestination(string ns)
    {
        // No cluster belongs to a project here.
        if (value.FlagAt("spec", "permitOnlyProjectScopedClusters"))
            return false;
        var matches = value.ItemsAt("spec", "destinations").Select(destination => new DestinationMatch(
            Of(destination, "server"), Of(destination, "name"), Of(destination, "namespace"), ns)).ToList();
        return matches.Exists(match => match.IsMatch) && !matches.Exists(match => match.IsDenied);
    }

    private static ProjectPattern Of(JsonElement destination, string field) => new(destination.TextAt(field) ?? "");

    private sealed record DestinationMatch(ProjectPattern Server, ProjectPattern Cluster, ProjectPattern Namespace, string Wanted)
    {
        public bool IsMatch =>
            (Server.Matches(Destination.InCluster) || Cluster.Matches(Destination.InClusterName)) && Namespace.Matches(Wanted);

        public bool IsDenied => !IsMatch
            && ((Server.IsDenial && !Server.Matches(Destination.InCluster))
                || (Cluster.IsDenial && !Cluster.Matches(Destination.InClusterName))
                || (Namespace.IsDenial && !Namespace.Matches(Wanted)));
    }
}
