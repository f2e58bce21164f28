namespace BigBen.Kubernetes;

/// <summary>What of a cluster is a platform's. One that was there before has much that is none of its business.</summary>
/// <param name="ArgoCdNamespace">Where Argo CD and its Applications are.</param>
/// <param name="Namespaces">The namespaces of the environments; null where the whole cluster is the platform's.</param>
internal sealed record ClusterScope(string ArgoCdNamespace, IReadOnlyList<string>? Namespaces)
{
    /// <summary>The label of every Application and AppProject of a platform.</summary>
    public const string PartOf = "app.kubernetes.io/part-of=big-ben";

    /// <summary>A cluster that is the platform's alone.</summary>
    public static readonly ClusterScope Whole = new(Applications.Application.ControllerNamespace, null);

    /// <summary>The namespaces in which objects of a kind are looked for; null among them for all.</summary>
    public IReadOnlyList<string?> NamespacesOf(ResourceKind kind)
    {
        if (Namespaces is null)
            return [null];
        return IsOfArgoCd(kind) ? [ArgoCdNamespace] : Namespaces;
    }

    /// <summary>The labels that objects of a kind have; null for any. An Argo CD may have Applications of others.</summary>
    public string? SelectorOf(ResourceKind kind) => Namespaces is not null && IsOfArgoCd(kind) ? PartOf : null;

    private static bool IsOfArgoCd(ResourceKind kind) => kind == ResourceKind.Applications || kind == ResourceKind.AppProjects;
}
