namespace BigBen.ApiServer.Resources;

/// <summary>A kind of object that the API serves, as discovery tells it.</summary>
/// <param name="group">The API group; empty for the core one.</param>
/// <param name="version">The group's version.</param>
/// <param name="plural">The name in paths, such as <c>pods</c>.</param>
/// <param name="kind">The kind of its objects, such as <c>Pod</c>.</param>
internal sealed class ApiResource(string group, string version, string plural, string kind)
{
    public string Group => group;

    public string Version => version;

    public string Plural => plural;

    public string Kind => kind;

    /// <summary>The kind of a list of its objects.</summary>
    public string ListKind => $"{kind}List";

    /// <summary>The name of one object on a command line.</summary>
    public string Singular { get; init; } = kind.ToLowerInvariant();

    /// <summary>Whether its objects are in namespaces, not the whole cluster's.</summary>
    public bool Namespaced { get; init; } = true;

    /// <summary>Whether it is defined by a CustomResourceDefinition: no strategic merge patch, columns by JSON path.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Its short names on a command line, such as <c>po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>The names of the groups of kinds that it is in, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What can be done with its objects.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = ApiVerbs.All;

    /// <summary>The parts of its objects that have a path of their own.</summary>
    public IReadOnlyList<ApiSubresource> Subresources { get; init; } = [];

    /// <summary>The <c>apiVersion</c> of its objects.</summary>
    public string ApiVersion => group.Length == 0 ? version : $"{group}/{version}";

    /// <summary>The name that tells it from every other one, as errors say it: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string GroupResource => group.Length == 0 ? plural : $"{plural}.{group}";

    /// <summary>The kind as errors about its objects say it: <c>Pod</c>, <c>Deployment.apps</c>.</summary>
    public string GroupKind => group.Length == 0 ? kind : $"{kind}.{group}";

    /// <summary>Whether the status is written on a path of its own, and only there.</summary>
    public bool HasStatus => Find("status") is not null;

    /// <summary>A part of its objects by name; null where it has no such part.</summary>
    public ApiSubresource? Find(string subresource) => Subresources.FirstOrDefault(part => part.Name == subresource);
}
