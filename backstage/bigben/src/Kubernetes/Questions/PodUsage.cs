using System.Text.Json;
using BigBen.Foundation;
using k8s.Models;

namespace BigBen.Kubernetes.Questions;

/// <summary>What a pod uses, as <c>kubectl top pods</c> tells it.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Name">The pod's name.</param>
/// <param name="Cores">Processor time, in cores.</param>
/// <param name="Memory">Memory, in bytes.</param>
internal sealed record PodUsage(string Namespace, string Name, decimal Cores, decimal Memory)
{
    /// <summary>Of every pod of a namespace; null where the cluster measures nothing.</summary>
    public static async Task<IReadOnlyList<PodUsage>?> ReadAsync(KubernetesApi api, string ns, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await api.ListAsync(ResourceKind.PodMetrics, ns, cancellationToken: cancellationToken)).Items.Select(Read)];
        }
        catch (PlatformException)
        {
            // metrics-server is an add-on, and answers only some time after it has started.
            return null;
        }
    }

    private static PodUsage Read(JsonElement body) => new(body.NamespaceOf(), body.NameOf(), Sum(body, "cpu"), Sum(body, "memory"));

    private static decimal Sum(JsonElement body, string resource) =>
        body.ItemsAt("containers").Select(container => container.TextAt("usage", resource)).Where(text => text.Length > 0)
            .Sum(text => new ResourceQuantity(text).ToDecimal());
}
