using BigBen.Kubernetes.Applications;

namespace BigBen.Kubernetes.Questions;

/// <summary>An object in the tree of an Application.</summary>
/// <param name="Reference">Which object.</param>
/// <param name="Health">Its health; null for a kind that has none.</param>
internal sealed record ResourceNode(ObjectReference Reference, HealthStatus? Health)
{
    /// <summary>Whether it is what git says; null for an object that git does not have.</summary>
    public SyncStatus? Sync { get; init; }

    /// <summary>Whether git no longer has it.</summary>
    public bool RequiresPruning { get; init; }

    /// <summary>What else is to be told, in a few words: name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Info { get; init; } = [];

    /// <summary>The URLs that it serves.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>What was made from it.</summary>
    public IReadOnlyList<ResourceNode> Children { get; init; } = [];
}
