namespace BigBen.Manifests;

/// <summary>What names an object: two manifests with the same key describe the same object.</summary>
/// <param name="Group">The API group without its version: <c>apps</c>; empty for the core group.</param>
/// <param name="Kind">The kind: <c>Deployment</c>.</param>
/// <param name="Namespace">The namespace; empty for a kind that belongs to the whole cluster.</param>
/// <param name="Name">The name.</param>
public sealed record ObjectKey(string Group, string Kind, string Namespace, string Name)
{
    /// <summary>Whether it names a Secret of Kubernetes' own, not of an operator's group.</summary>
    public bool IsSecret => this is { Group: "", Kind: "Secret" };

    /// <summary>The key as people write it: <c>Deployment developer/service-a</c>.</summary>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";

    /// <summary>Orders by namespace, kind, name, group.</summary>
    internal static IComparer<ObjectKey> Order { get; } = Comparer<ObjectKey>.Create((one, other) =>
    {
        var order = string.CompareOrdinal(one.Namespace, other.Namespace);
        order = order != 0 ? order : string.CompareOrdinal(one.Kind, other.Kind);
        order = order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
        return order != 0 ? order : string.CompareOrdinal(one.Group, other.Group);
    });
}
