using BigBen.Manifests.Validation.Schema;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation;

/// <summary>The fields that stay as they were when an object was made. What counts is what they mean, not how they are written.</summary>
internal static class ImmutableFields
{
    private const string Message = "field is immutable";

    private const string OnceSet = "may not change once set";

    private const string OfStatefulSets =
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    private const string OfPods =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` "
        + "(allow it to be set to 1 if it was previously negative)";

    private const string OfClaims =
        "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

    private static readonly string[] Data = ["data", "binaryData"];

    // Where a claim has none, the one who binds it sets them, once.
    private static readonly string[] SetOnceInClaims = ["storageClassName", "volumeName"];

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
        [("batch", "Job")] =
        [
            ["spec", "selector"], ["spec", "template"], ["spec", "completionMode"], ["spec", "podFailurePolicy"],
            ["spec", "backoffLimitPerIndex"], ["spec", "managedBy"], ["spec", "successPolicy"],
        ],
    };

    /// <summary>Reports each of them that has changed.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="before">The object as it was.</param>
    /// <param name="after">The object as it shall be.</param>
    /// <param name="errors">Where errors are put.</param>
    public static void Check(string group, string kind, JsonObject before, JsonObject after, List<FieldError> errors)
    {
        // As it was sent, for the errors to show.
        var sent = Field.Root(after, errors);
        var (old, now) = (Field.Root(Decoded.Of(before), []), Field.Root(Decoded.Of(after), []));
        if ((group, kind) == ("batch", "Job"))
            CheckCompletions(old["spec"], now["spec"], sent["spec"]);
        foreach (var path in Paths.GetValueOrDefault((group, kind), []))
        {
            if (!At(now, path).HasSameValue(At(old, path)))
                At(sent, path).Invalid(CanonicalJson.Sorted(At(sent, path).Value), Message);
        }

        if ((group, kind) == ("apps", "StatefulSet"))
            CheckStatefulSet(old["spec"], now["spec"], sent["spec"]);
        else if ((group, kind) == ("", "Pod") && !JsonNode.DeepEquals(Fixed(old["spec"]), Fixed(now["spec"])))
            sent["spec"].Forbidden(OfPods);
        else if ((group, kind) == ("", "Service"))
            CheckService(old["spec"], now["spec"], sent["spec"]);
        else if ((group, kind) == ("", "PersistentVolumeClaim"))
            CheckClaim(old, now, sent["spec"]);
        if (group.Length == 0 && old["immutable"].IsTrue)
            CheckData(old, now, sent);
    }

    private static Field At(Field root, string[] path) => path.Aggregate(root, (field, name) => field[name]);

    // Only an indexed Job may be given another number, and all its pods are then to run at once.
    private static void CheckCompletions(Field before, Field after, Field sent)
    {
        var completions = Completions(after);
        if (completions.HasSameValue(Completions(before)))
            return;
        if (after["completionMode"].Text != "Indexed")
            sent["completions"].Invalid(Message);
        else if (completions.Exists && completions.Number != after["parallelism"].OrElse(1).Number)
            sent["completions"].Invalid("can only be modified in tandem with spec.parallelism");

        static Field Completions(Field spec) => spec["parallelism"].Exists ? spec["completions"] : spec["completions"].OrElse(1);
    }

    private static void CheckStatefulSet(Field before, Field after, Field sent)
    {
        var names = before.Entries.Concat(after.Entries).Select(entry => entry.Key).Except(MutableInStatefulSets);
        if (names.Any(name => !after[name].HasSameValue(before[name])))
            sent.Forbidden(OfStatefulSets);
    }

    // An address that is not sent is kept.
    private static void CheckService(Field before, Field after, Field sent)
    {
        var old = before["clusterIP"].Text;
        if (old.Length == 0 || new[] { before, after }.Any(spec => spec["type"].Text == "ExternalName"))
            return;
        if (after["clusterIP"].Text is { Length: > 0 } now && now != old)
            sent["clusterIPs[0]"].Invalid(new JsonArray(now), OnceSet);
        else if (after["clusterIPs"].Items.FirstOrDefault() is { } first && first.Text != old)
            sent["clusterIPs[0]"].Invalid(after["clusterIPs"].Value, OnceSet);
    }

    private static void CheckClaim(Field before, Field after, Field sent)
    {
        var isBound = before["status"]["phase"].Text == "Bound";
        var (old, now) = (Rest(before["spec"]), Rest(after["spec"]));
        foreach (var name in SetOnceInClaims.Where(name => old[name] is null))
            now.Remove(name);
        if (!JsonNode.DeepEquals(old, now))
            sent.Forbidden(OfClaims);

        // Less than before is for those alone who asked for more than there is.
        if (Storage(after["spec"]["resources"]["requests"]) is { } size
            && size.CompareTo(Storage(before["spec"]["resources"]["requests"])) < 0
            && size.CompareTo(Storage(before["status"]["capacity"])) <= 0)
            sent["resources"]["requests"]["storage"].Forbidden("field can not be less than status.capacity");

        static Quantity? Storage(Field amounts) => amounts["storage"].Quantity;

        JsonObject Rest(Field spec)
        {
            var rest = Copy(spec);
            if (isBound)
            {
                (rest["resources"]?["requests"] as JsonObject)?.Remove("storage");
                rest.Remove("volumeAttributesClassName");
            }

            return rest;
        }
    }

    // What of a pod's spec may not change.
    private static JsonObject Fixed(Field spec)
    {
        var rest = Copy(spec);
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
    private static void CheckData(Field before, Field after, Field sent)
    {
        if (!after["immutable"].IsTrue)
            sent["immutable"].Forbidden("field is immutable when `immutable` is set");
        foreach (var name in Data.Where(name => !after[name].HasSameValue(before[name])))
            sent[name].Forbidden("field is immutable when `immutable` is set");
    }

    private static JsonObject Copy(Field spec) => spec.Value?.DeepClone() as JsonObject ?? [];
}
