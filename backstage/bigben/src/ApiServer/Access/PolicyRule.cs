using System.Text.Json.Serialization;

namespace BigBen.ApiServer.Access;

/// <summary>What may be done, in the spelling of RBAC's <c>PolicyRule</c>; <c>*</c> stands for everything.</summary>
internal sealed record PolicyRule
{
    private const string All = "*";

    /// <summary>What may be done: <c>get</c>, <c>list</c>, …; for paths the methods of HTTP.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>The API groups of the resources; empty text for the core one.</summary>
    public IReadOnlyList<string> ApiGroups { get; init; } = [];

    /// <summary>The resources, parts of them as <c>pods/exec</c> or, of every resource, <c>*/scale</c>.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The only objects that are meant, by name; none for all.</summary>
    public IReadOnlyList<string> ResourceNames { get; init; } = [];

    /// <summary>The paths that are not resource's; one that ends with <c>*</c> stands for all that begin so.</summary>
    [JsonPropertyName("nonResourceURLs")]
    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    /// <summary>The namespace that the rule holds in, as that of a Role does; null for the whole cluster.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether it holds for what is in a namespace.</summary>
    /// <param name="ns">The namespace; empty for the whole cluster.</param>
    public bool HoldsIn(string ns) => Namespace is null || Namespace == ns;

    /// <summary>Whether it allows what is asked for.</summary>
    public bool Allows(AccessAttributes asked)
    {
        if (!Has(Verbs, asked.Verb))
            return false;
        if (asked.Path is { } path)
            return Namespace is null && NonResourceUrls.Any(url => IsUrl(url, path));
        return HoldsIn(asked.Namespace)
            && Has(ApiGroups, asked.Group)
            && (Has(Resources, asked.FullResource) || (asked.Subresource.Length > 0 && Resources.Contains($"*/{asked.Subresource}")))
            && (ResourceNames.Count == 0 || ResourceNames.Contains(asked.Name));
    }

    private static bool Has(IReadOnlyList<string> allowed, string asked) => allowed.Contains(All) || allowed.Contains(asked);

    private static bool IsUrl(string url, string path) =>
        url == path || (url.EndsWith('*') && path.StartsWith(url[..^1], StringComparison.Ordinal));
}
