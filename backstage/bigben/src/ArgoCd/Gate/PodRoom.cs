using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>How many pods a commit asks for, together with those that it leaves as they are, and whether this machine takes them.</summary>
/// <param name="store">What is there already.</param>
internal sealed class PodRoom(IObjectStore store)
{
    private readonly Dictionary<(string Namespace, string Name), long> _asked = [];

    /// <summary>Counts the objects of an Application.</summary>
    public void Add(IReadOnlyList<Manifest> objects)
    {
        foreach (var deployment in objects.Where(manifest => manifest.Key.Kind == "Deployment"))
            _asked[(deployment.Key.Namespace, deployment.Key.Name)] = Number(deployment.Body["spec"]?["replicas"]) ?? 1;
        foreach (var scaler in objects.Where(manifest => manifest.Key.Kind == "HorizontalPodAutoscaler"))
        {
            // The count begins at the least that an autoscaler allows, whatever the Deployment says.
            if ((string?)scaler.Body["spec"]?["scaleTargetRef"]?["name"] is { } name)
                _asked[(scaler.Key.Namespace, name)] = Number(scaler.Body["spec"]?["minReplicas"]) ?? 1;
        }
    }

    /// <summary>Why there is no room for them, as a sentence; null where there is.</summary>
    public string? Refusal()
    {
        if (PodCapacity.Of(store.List(Kinds.Nodes).Items) is not { } room)
            return null;
        var others = store.List(Kinds.Deployments).Items
            .Where(deployment => !_asked.ContainsKey((deployment.Text("namespace"), deployment.NameOf())))
            .Sum(deployment => deployment.NumberAt("spec", "replicas") ?? 1);
        var all = others + _asked.Values.Sum();
        if (all <= room)
            return null;
        var (place, most) = _asked.MaxBy(asked => asked.Value);
        return $"{all} pods would run here, {most} of them Deployment {place.Name} in {place.Namespace}, and this machine takes {room} "
            + "(by its memory): ask for fewer replicas, or use the kind platform.";
    }

    private static long? Number(JsonNode? value) => value is JsonValue number && number.TryGetValue<long>(out var count) ? count : null;
}
