using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet.Nodes;

/// <summary>Whether a pod may have a node that is cordoned or tainted, as the scheduler's filters tell it.</summary>
internal static class NodeTaints
{
    private const string Unschedulable = "node.kubernetes.io/unschedulable";
    private const string NoSchedule = "NoSchedule";
    private const string NoExecute = "NoExecute";

    /// <summary>Why it may not, in the scheduler's words; null where it may.</summary>
    public static string? Refuses(JsonElement node, JsonElement pod)
    {
        var tolerations = pod.ItemsAt("spec", "tolerations").ToList();
        if (node.FlagAt("spec", "unschedulable")
            && !tolerations.Exists(toleration => Tolerates(toleration, Unschedulable, "", NoSchedule)))
            return "node(s) were unschedulable";
        return node.ItemsAt("spec", "taints").Any(taint => Keeps(taint, tolerations)) ? "node(s) had untolerated taint(s)" : null;
    }

    private static bool Keeps(JsonElement taint, List<JsonElement> tolerations) =>
        taint.TextAt("effect") is NoSchedule or NoExecute
        && !tolerations.Exists(toleration => Tolerates(
            toleration, taint.TextAt("key") ?? "", taint.TextAt("value") ?? "", taint.TextAt("effect")!));

    // One without a key, which only "Exists" may be, is of every taint; one without an effect is of every effect.
    private static bool Tolerates(JsonElement toleration, string key, string value, string effect) =>
        (toleration.TextAt("effect") ?? "") is var wantedEffect && (wantedEffect.Length == 0 || wantedEffect == effect)
        && (toleration.TextAt("key") ?? "") is var wantedKey && (wantedKey.Length == 0 || wantedKey == key)
        && (toleration.TextAt("operator") == "Exists" || (wantedKey.Length > 0 && (toleration.TextAt("value") ?? "") == value));
}
