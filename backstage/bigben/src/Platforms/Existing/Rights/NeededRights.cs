using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Platforms.Existing.Rights;

/// <summary>Every right that a platform in a cluster of others needs: docs/cluster.md has them as a table.</summary>
internal static class NeededRights
{
    private static readonly string[] Follow = ["get", "list", "watch"];
    private static readonly string[] MakeAndEnd = ["create", "delete"];
    private static readonly string[] Write = ["create", "update", "patch", "delete"];
    private static readonly string[] Keep = ["get", "list", "create", "update", "patch", "delete"];
    private static readonly string[] KeepRelease = ["get", "list", "create", "update", "delete"];
    private static readonly string[] KeepSecret = ["get", "create", "patch", "delete"];

    /// <summary>What it takes to find Argo CD.</summary>
    /// <param name="named">Its namespace, where the user names it; null to look in all.</param>
    public static IReadOnlyList<Right> ToFindArgoCd(string? named) =>
        [.. ArgoCdSearch.Kinds.Select(kind => Of(kind, "list", named ?? "", "to find Argo CD; --argocd-namespace looks in one"))];

    /// <summary>What it takes to bring the platform up, deliver by it and take it down.</summary>
    /// <param name="settings">What was asked for; its Argo CD is found.</param>
    public static IReadOnlyList<Right> ToRun(ExistingSettings settings)
    {
        var record = settings.Record;
        return
        [
            .. record.InstallsArgoCd
                ? [new Right("*", "*", "*", "", "to install Argo CD, whose controller may do everything")]
                : Array.Empty<Right>(),
            Of(ResourceKind.Namespaces, "get", "", "to see whether the environments' namespaces are there"),
            .. InArgoCd(record.ArgoCdNamespace),
            .. record.Environments.SelectMany(name => InEnvironment(name, record.PullSecret.Length > 0)),
        ];
    }

    /// <summary>What it takes to make namespaces that are not there, and to take them away again.</summary>
    public static IReadOnlyList<Right> ToMakeNamespaces() =>
        [.. MakeAndEnd.Select(verb => Of(ResourceKind.Namespaces, verb, "", "to make the namespaces, and end them"))];

    private static IEnumerable<Right> InArgoCd(string ns) =>
    [
        .. Keep.Concat(["watch"]).Select(verb => Of(ResourceKind.Applications, verb, ns, "the root Application and those that it makes")),
        .. Keep.Select(verb => Of(ResourceKind.AppProjects, verb, ns, "the projects that the root Application makes")),
        .. KeepRelease.Select(verb => Of(ResourceKind.ConfigMaps, verb, ns, "where Helm keeps the release of the root Application")),
    ];

    private static IEnumerable<Right> InEnvironment(string ns, bool pulls) =>
    [
        .. from kind in ClusterCache.Kinds.Except([ResourceKind.Applications])
            from verb in Follow
            select Of(kind, verb, ns, "status, console and every wait"),
        new Right("get", "", "pods/log", ns, "logs"),
        new Right("get", "", "pods/proxy", ns, "to ask a candidate for its version"),
        .. Write.Select(verb => new Right(verb, "", "pods/proxy", ns, "to write by both versions on a copy of the database")),
        new Right("get", "", "services/proxy", ns, "to ask a service without a host for its version"),
        Of(ResourceKind.ConfigMaps, "get", ns, "the console's pages"),
        Of(ResourceKind.ConfigMaps, "list", ns, "to find what a killed candidate left"),
        .. from kind in CandidateObjects.Kinds
            from verb in MakeAndEnd
            select Of(kind, verb, ns, "to start a candidate, and end it"),
        .. Workloads.Kinds.Select(kind => Of(kind, "patch", ns, "the console's restart")),
        .. pulls
            ? KeepSecret.Select(verb => Of(ResourceKind.Secrets, verb, ns, "the registry's pull secret"))
            : [],
    ];

    private static Right Of(ResourceKind kind, string verb, string ns, string why) => new(verb, kind.Group, kind.Plural, ns, why);
}
