using BigBen.Kubernetes.Caching;

namespace BigBen.Kubernetes.Questions;

/// <summary>What an object asks for and the platform does not do; a cluster does it all, and says nothing here.</summary>
/// <param name="Object">The object.</param>
/// <param name="What">The field, such as <c>spec.template.spec.containers[0].resources.limits</c>.</param>
/// <param name="Why">Why not.</param>
internal sealed record NotEnforced(ObjectReference Object, string What, string Why)
{
    /// <summary>The condition that an object says so by.</summary>
    public const string Condition = "bigben.localhost/NotEnforced";

    /// <summary>Of every object of the kinds that are known.</summary>
    public static IReadOnlyList<NotEnforced> In(ClusterObjects cluster) =>
        [.. cluster.Kinds.SelectMany(kind => cluster.Of(kind).SelectMany(body => Of(ObjectReference.Of(kind, body), body)))];

    /// <summary>Of one object.</summary>
    public static IEnumerable<NotEnforced> Of(ObjectReference reference, JsonElement body)
    {
        // Argo CD's conditions, which Applications have, are there or not, and neither true nor false.
        if (body.ConditionOf(Condition) is not { } condition || condition.TextAt("status") is not ("True" or ""))
            return [];
        return condition.TextAt("message").Split("; ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split(": ", 2))
            .Select(parts => new NotEnforced(reference, parts[0], parts.Length > 1 ? parts[1] : ""));
    }
}
