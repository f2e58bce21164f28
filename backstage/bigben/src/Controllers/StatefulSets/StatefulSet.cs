using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.StatefulSets;

/// <summary>What a StatefulSet asks for, with the API's defaults where it says nothing.</summary>
/// <param name="Value">The object.</param>
internal readonly record struct StatefulSet(JsonElement Value)
{
    /// <summary>The label that tells of which ControllerRevision a pod is.</summary>
    public const string RevisionLabel = "controller-revision-hash";

    public string Name => Value.NameOf();

    public string Namespace => Value.Text("namespace");

    public int Replicas => (int)(Value.NumberAt("spec", "replicas") ?? 1);

    /// <summary>The number of the first pod.</summary>
    public int Start => (int)(Value.NumberAt("spec", "ordinals", "start") ?? 0);

    public TimeSpan MinReady => TimeSpan.FromSeconds(Value.NumberAt("spec", "minReadySeconds") ?? 0);

    /// <summary>Whether no pod waits for another one.</summary>
    public bool IsParallel => Value.TextAt("spec", "podManagementPolicy") == "Parallel";

    /// <summary>Whether pods get a new template only when somebody deletes them.</summary>
    public bool IsOnDelete => Value.TextAt("spec", "updateStrategy", "type") == "OnDelete";

    /// <summary>How many pods, counted from the first, keep the old template.</summary>
    public int Partition => (int)(Value.NumberAt("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0);

    /// <summary>
    /// How many pods may be missing while they get a new template, at least 1; null where it is one after the other, as Kubernetes does it
    /// where nothing is said.
    /// </summary>
    public int? MaxUnavailable => Value.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable") is { } share
        ? int.Max(1, NumberOrPercent.Of(share, "1", Replicas, roundUp: false))
        : null;

    /// <summary>How many old revisions are kept to go back to.</summary>
    public int HistoryLimit => (int)(Value.NumberAt("spec", "revisionHistoryLimit") ?? 10);

    public JsonElement Template => Value.At("spec", "template") ?? default;

    public IEnumerable<JsonElement> ClaimTemplates => Value.ItemsAt("spec", "volumeClaimTemplates");

    /// <summary>Whether the claims of a pod that is scaled away go with it.</summary>
    public bool DeletesScaled => Value.TextAt("spec", "persistentVolumeClaimRetentionPolicy", "whenScaled") == "Delete";

    /// <summary>Whether its claims go with the StatefulSet.</summary>
    public bool DeletesDeleted => Value.TextAt("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete";

    /// <summary>Whether there is to be a pod of this number.</summary>
    public bool Wants(int ordinal) => ordinal >= Start && ordinal < Start + Replicas;

    public string PodName(int ordinal) => $"{Name}-{ordinal.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The name of a pod's claim of one of the templates.</summary>
    public string ClaimName(JsonElement template, int ordinal) => $"{template.NameOf()}-{PodName(ordinal)}";

    /// <summary>The number of one of its pods; null where the name is not that of one.</summary>
    public int? OrdinalOf(JsonElement pod)
    {
        var name = pod.NameOf();
        return int.TryParse(name[(name.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            && name == PodName(ordinal)
                ? ordinal
                : null;
    }
}
