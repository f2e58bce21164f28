using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Containers;

namespace BigBen.Kubelet.Pods;

/// <summary>
/// The annotation that tells everybody which port of 127.0.0.1 each container port of a pod has: <c>{"8011":23456,"9090":23457}</c>.
/// </summary>
internal static class PortsAnnotation
{
    /// <summary>The annotation's name.</summary>
    public const string Name = "bigben.localhost/ports";

    /// <summary>Writes the ports that a container is about to be started with.</summary>
    public static void Write(IObjectStore store, PodIdentity pod, IReadOnlyList<HostPort> ports)
    {
        var declared = ports.Where(port => port.Declared.Number > 0).ToList();
        if (declared.Count == 0)
            return;
        var numbers = new JsonObject(declared.DistinctBy(port => port.Declared.Number).OrderBy(port => port.Declared.Number).Select(port =>
            KeyValuePair.Create(port.Declared.Number.ToString(CultureInfo.InvariantCulture), (JsonNode?)port.Number)));
        // A pod that was deleted without grace is told to end at this moment.
        store.Change(Kinds.Pods, pod.Key, pod.Uid, value => ObjectMeta.Annotations(value)[Name] = numbers.ToJsonString());
    }
}
