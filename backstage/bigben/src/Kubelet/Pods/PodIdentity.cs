using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet.Pods;

/// <summary>Which pod, and what of its metadata its containers may know; as it was when the kubelet first saw it.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
/// <param name="Uid">What no other pod ever has.</param>
/// <param name="Owner">
/// Whose pods it is one of: its controller, the Deployment instead of its ReplicaSets; where it has none, what its name was made of, or the
/// pod itself.
/// </param>
/// <param name="Labels">The labels.</param>
/// <param name="Annotations">The annotations.</param>
internal sealed record PodIdentity(
    string Namespace,
    string Name,
    string Uid,
    string Owner,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>Where the pod is found, or another one of its name.</summary>
    public NamespacedName Key => new(Namespace, Name);

    /// <summary>Reads a pod's metadata.</summary>
    public static PodIdentity Of(JsonElement pod) => new(
        pod.Text("namespace"), pod.Text("name"), pod.Text("uid"), OwnerOf(pod), Texts(pod, "labels"), Texts(pod, "annotations"));

    /// <summary>Whether the pod still has the labels and annotations that another look at it found.</summary>
    public bool IsLabelledAs(PodIdentity other) => Same(Labels, other.Labels) && Same(Annotations, other.Annotations);

    /// <summary>The pod as the kubelet's messages name it: <c>name_namespace(uid)</c>.</summary>
    public override string ToString() => $"{Name}_{Namespace}({Uid})";

    private static string OwnerOf(JsonElement pod)
    {
        var controller = pod.ItemsAt("metadata", "ownerReferences").FirstOrDefault(owner => owner.FlagAt("controller"));
        var name = controller.TextAt("name") ?? pod.TextAt("metadata", "generateName")?.TrimEnd('-') ?? pod.Text("name");
        var suffix = $"-{pod.TextAt("metadata", "labels", "pod-template-hash")}";
        return suffix.Length > 1 && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
    }

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);

    private static Dictionary<string, string> Texts(JsonElement pod, string field) =>
        pod.FieldsAt("metadata", field).ToDictionary(entry => entry.Name, entry => entry.Value.ToString());
}
