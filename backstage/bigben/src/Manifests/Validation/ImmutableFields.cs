using System.Text.Json.Nodes;

namespace BigBen.Manifests.Validation;

/// <summary>The fields that stay as they were when an object was made.</summary>
internal static class ImmutableFields
{
    private const string Message = "field is immutable";

    private const string OfStatefulSets =
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    private const string OfPods =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` "
        + "(allow it to be set to 1 if it was previously negative)";

    private static readonly string[] Data = ["data", "binaryData"];

    private static readonly string[] ContainerLists = ["containers", "initContainers"];
    private static readonly string[] MutableInPods = ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"];

    private static readonly string[] MutableInStatefulSets =
    [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];

    private static readonly Dictionary<(string Group, string Kind), string[][]> Paths = new()
    {
        [("", "Secret")] = [["type"]],
        [("apps", "DaemonSet")] = [["spec", "selector"]],
        [("apps", "Deployment")] = [["spec", "selector"]],
        [("apps", "ReplicaSet")] = [["spec", "selector"]],
        [("batch", "Job")] = [["spec", "completionMode"], ["spec", "selector"], ["spec", "template"]],
    };

    /// <summary>Reports each of them that has changed.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="before">The object as it was.</param>
    /// <param name="after">The object as it shall be; errors are reported there.</param>
    public static void Check(string group, string kind, Field before, Field after)
    {
        foreach (var path in Paths.GetValueOrDefault((group, kind), []))
        {
            var now = At(after, path);
            if (!now.HasSameValue(At(before, path)))
                now.Invalid(CanonicalJson.Sorted(now.Value), Message);
        }

        if ((group, kind) == ("apps", "StatefulSet"))
            CheckStatefulSet(before["spec"], after["spec"]);
        else if ((group, kind) == ("", "Pod") && !JsonNode.DeepEquals(Fixed(before["spec"]), Fixed(after["spec"])))
            after["spec"].Forbidden(OfPods);
        if (group.Length == 0 && before["immutable"].IsTrue)
            CheckData(before, after);
    }

    private static Field At(Field root, string[] path) => path.Aggregate(root, (field, name) => field[name]);

    private static void CheckStatefulSet(Field before, Field after)
    {
        var names = before.Entries.Concat(after.Entries).Select(entry => entry.Key).Except(MutableInStatefulSets);
        if (names.Any(name => !after[name].HasSameValue(before[name])))
            after.Forbidden(OfStatefulSets);
    }

    // What of a pod's spec may not change.
    private static JsonObject Fixed(Field spec)
    {
        var rest = spec.Value?.DeepClone() as JsonObject ?? [];
        foreach (var name in MutableInPods)
            rest.Remove(name);
        foreach (var list in ContainerLists)
        {
            foreach (var container in (rest[list] as JsonArray ?? []).OfType<JsonObject>())
                container.Remove("image");
        }

        return rest;
    }

    // A ConfigMap or Secret that was made so.
    private static void CheckData(Field before, Field after)
    {
        if (!after["immutable"].IsTrue)
            after["immutable"].Forbidden("field is immutable when `immutable` is set");
        foreach (var name in Data.Where(name => !after[name].HasSameValue(before[name])))
            after[name].Forbidden("field is immutable when `immutable` is set");
    }
}
