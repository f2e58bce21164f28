namespace BigBen.ApiServer.Patches;

/// <summary>How a strategic merge patch changes one field.</summary>
/// <param name="Type">The type of the field, or of the elements of the list; null where nothing below it is special.</param>
/// <param name="Strategy">How it is changed, Kubernetes' <c>x-kubernetes-patch-strategy</c>; null for the usual way.</param>
/// <param name="Key">What tells the elements of the list apart, <c>x-kubernetes-patch-merge-key</c>; null for no objects.</param>
internal sealed record MergeField(string? Type = null, string? Strategy = null, string? Key = null)
{
    /// <summary>A field that is not special: objects are merged, lists are replaced.</summary>
    public static MergeField Usual { get; } = new();

    /// <summary>Whether the elements of the list are merged into those that are there.</summary>
    public bool IsMerged => Strategy is "merge" or "merge,retainKeys";

    /// <summary>Whether what an object does not name goes: a strategy, or a source of a volume, of another type has other fields.</summary>
    public bool KeepsNamed => Strategy is "retainKeys" or "merge,retainKeys";

    /// <summary>Whether an object takes the place of the one that is there.</summary>
    public bool IsReplaced => Strategy == "replace";
}
