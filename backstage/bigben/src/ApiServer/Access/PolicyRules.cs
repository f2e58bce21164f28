using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Access;

/// <summary>The rules that are there without anybody's doing.</summary>
internal static class PolicyRules
{
    private static readonly string[] Health =
        ["/healthz", "/healthz/*", "/livez", "/livez/*", "/readyz", "/readyz/*", "/version", "/version/"];

    private static readonly string[] Discovery = ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"];

    /// <summary>Whoever comes: whether the server lives.</summary>
    public static IReadOnlyList<PolicyRule> Public { get; } = [Reading(Health)];

    /// <summary>Everybody with a token: what the server serves, who they are and what they may do.</summary>
    public static IReadOnlyList<PolicyRule> Authenticated { get; } =
    [
        Reading([.. Health, .. Discovery]),
        Asking("authentication.k8s.io", "selfsubjectreviews"),
        Asking("authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectrulesreviews"),
    ];

    /// <summary>Everything, as <c>cluster-admin</c> may.</summary>
    public static IReadOnlyList<PolicyRule> Everything { get; } =
    [
        new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] },
        new() { Verbs = ["*"], NonResourceUrls = ["*"] },
    ];

    /// <summary>Whatever can be read, and no connection into a pod.</summary>
    public static IReadOnlyList<PolicyRule> ReadOnly { get; } =
        [.. ResourceCatalog.All.GroupBy(resource => resource.Group, (group, resources) => new PolicyRule
        {
            Verbs = [RequestVerb.Get, RequestVerb.List, RequestVerb.Watch],
            ApiGroups = [group],
            Resources = [.. resources.Where(resource => IsRead(resource.Verbs)).SelectMany(Readable)],
        }).Where(rule => rule.Resources.Count > 0)];

    private static IEnumerable<string> Readable(ApiResource resource) => resource.Subresources
        .Where(part => IsRead(part.Verbs) && part.Verbs != ApiVerbs.Connected)
        .Select(part => $"{resource.Plural}/{part.Name}")
        .Prepend(resource.Plural);

    private static bool IsRead(IReadOnlyList<string> verbs) => verbs.Contains(RequestVerb.Get);

    private static PolicyRule Reading(string[] urls) => new() { Verbs = [RequestVerb.Get], NonResourceUrls = urls };

    private static PolicyRule Asking(string group, params string[] reviews) =>
        new() { Verbs = [RequestVerb.Create], ApiGroups = [group], Resources = reviews };
}
