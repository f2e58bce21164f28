using BigBen.ApiServer.Http.Requests;

namespace BigBen.ApiServer.Access;

/// <summary>Who asks.</summary>
/// <param name="Name">The name.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Rules">What may be done.</param>
internal sealed record User(string Name, IReadOnlyList<string> Groups, IReadOnlyList<PolicyRule> Rules)
{
    /// <summary>The name of the one who may do everything, whose token is in the platform's kubeconfig.</summary>
    public const string AdminName = "big-ben-admin";

    private const string AllAuthenticated = "system:authenticated";
    private const string Masters = "system:masters";

    private static readonly string[] Reading = [RequestVerb.Get, RequestVerb.List, RequestVerb.Watch];

    /// <summary>Whoever brings no token; may ask whether the server lives, and nothing else.</summary>
    public static User Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"], PolicyRules.Public);

    /// <summary>The one who has the platform's kubeconfig; may do everything.</summary>
    public static User Admin { get; } = new(AdminName, [Masters, AllAuthenticated], PolicyRules.Everything);

    /// <summary>The platform's own process, where it asks like everybody else; called as Kubernetes' API server calls itself.</summary>
    public static User Loopback { get; } = new("system:apiserver", [Masters, AllAuthenticated], PolicyRules.Everything);

    /// <summary>Whether the values of Secrets are kept from the user whatever the rules say: only what is around them is read.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Set when the token or its rights are no longer those that the user came with.</summary>
    public CancellationToken Revoked { get; init; }

    /// <summary>Somebody with rules of his own.</summary>
    public static User Of(string name, IReadOnlyList<PolicyRule> rules) =>
        new(name, [AllAuthenticated], [.. PolicyRules.Authenticated, .. rules]);

    /// <summary>The user as reviews and audit events have it: Kubernetes' <c>UserInfo</c>.</summary>
    public JsonObject ToInfo() => new() { ["username"] = Name, ["groups"] = JsonSerializer.SerializeToNode(Groups) };

    /// <summary>Whether something may be done.</summary>
    public bool May(AccessAttributes asked) => Rules.Any(rule => rule.Allows(asked));

    /// <summary>
    /// Whether the values of a Secret may be seen. Who may write it and not read it does not get them in the answer to a write either.
    /// </summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    public bool SeesSecret(string ns, string name) =>
        !IsReadOnly
        && Reading.Any(verb => May(new AccessAttributes(verb, ns, "", "secrets", "", name)));
}
