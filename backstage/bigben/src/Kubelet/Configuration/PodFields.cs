using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Configuration;

/// <summary>The fields of a pod that its containers may know: Kubernetes' downward API.</summary>
internal static class PodFields
{
    /// <summary>The field's value; all labels or annotations are a line each, <c>key="value"</c>.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="path">The <c>fieldPath</c>.</param>
    public static string Find(PodIdentity pod, PodSpec spec, string path) => path switch
    {
        "metadata.name" => pod.Name,
        "metadata.namespace" => pod.Namespace,
        "metadata.uid" => pod.Uid,
        "metadata.labels" => Lines(pod.Labels),
        "metadata.annotations" => Lines(pod.Annotations),
        "spec.nodeName" => NodeAgent.NodeName,
        "spec.serviceAccountName" => spec.ServiceAccount,
        "status.podIP" or "status.podIPs" or "status.hostIP" or "status.hostIPs" => NodeAgent.Address,
        _ => FieldReference.KeyOf(path, "metadata.labels") is { } label
            ? pod.Labels.GetValueOrDefault(label, "")
            : pod.Annotations.GetValueOrDefault(FieldReference.KeyOf(path, "metadata.annotations")!, ""),
    };

    private static string Lines(IReadOnlyDictionary<string, string> map) => string.Join('\n', map
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => $"{entry.Key}=\"{Escape(entry.Value)}\""));

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
