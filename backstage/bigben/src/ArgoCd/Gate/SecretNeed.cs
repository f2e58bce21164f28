using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>A Secret without which a pod does not start.</summary>
/// <param name="Owner">What makes the pods, or wants the Secret for itself.</param>
/// <param name="Secret">The Secret's name; it is in the namespace of the owner.</param>
/// <param name="Key">The key that has to be in it; null where all of it is taken, whatever there is.</param>
internal sealed record SecretNeed(ObjectKey Owner, string Secret, string? Key)
{
    /// <summary>What an object needs; nothing that is <c>optional</c>, and no pull secret: pods start without these.</summary>
    public static IEnumerable<SecretNeed> Of(Manifest manifest) =>
        References(manifest).Where(found => found.Secret.Length > 0).Select(found => new SecretNeed(manifest.Key, found.Secret, found.Key))
            .Distinct();

    private static IEnumerable<(string Secret, string? Key)> References(Manifest manifest)
    {
        var pod = At(manifest.Body, PodPaths.Of(manifest.Key.Kind) ?? PodPaths.Template) as JsonObject;
        return OfPod(pod).Concat(CloudNativePg.IsCluster(manifest) ? CloudNativePg.Needs(manifest) : []);
    }

    private static IEnumerable<(string Secret, string? Key)> OfPod(JsonObject? pod)
    {
        foreach (var container in Items(pod, "initContainers").Concat(Items(pod, "containers")))
        {
            foreach (var source in Items(container, "envFrom").Select(from => At(from, "secretRef")).Where(IsNeeded))
                yield return (Text(source, "name"), null);
            foreach (var source in Items(container, "env").Select(variable => At(variable, "valueFrom", "secretKeyRef")).Where(IsNeeded))
                yield return (Text(source, "name"), Text(source, "key"));
        }

        foreach (var volume in Items(pod, "volumes"))
        {
            var sources = Items(volume["projected"], "sources").Select(source => (Secret: source["secret"], Name: "name"))
                .Prepend((Secret: volume["secret"], Name: "secretName"));
            foreach (var (secret, name) in sources.Where(source => IsNeeded(source.Secret)))
            {
                var keys = Items(secret, "items").Select(item => Text(item, "key")).ToList();
                foreach (var key in keys.DefaultIfEmpty(null))
                    yield return (Text(secret, name), key);
            }
        }
    }

    private static bool IsNeeded(JsonNode? source) => source is JsonObject && $"{source["optional"]}" != "true";

    private static string Text(JsonNode? node, string field) => $"{At(node, field)}";

    private static IEnumerable<JsonNode> Items(JsonNode? node, string field) => (At(node, field) as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>What is at a path of field names; null where any part of the way is missing.</summary>
    internal static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var field in path)
            node = (node as JsonObject)?[field];
        return node;
    }
}
