using System.Globalization;
using System.Text.Json.Nodes;
using BigBen.Bootstrap.Steps;
using BigBen.Foundation;

namespace BigBen.Bootstrap.Kind;

/// <summary>The services' pods, of every environment, as the cluster has them now.</summary>
internal sealed class ClusterServices
{
    // The chart's labels; a pod and its ReplicaSet have them from the Deployment's template.
    private const string Selector = "app.kubernetes.io/part-of=big-ben,app.kubernetes.io/component=service";

    private ClusterServices(IReadOnlyList<JsonObject> objects)
    {
        var current = Of(objects, "ReplicaSet").GroupBy(set => (Text(set, "namespace"), Owner(set)))
            .Select(sets => Text(sets.MaxBy(Revision)!, "name")).ToHashSet();
        Pods = [.. Of(objects, "Pod").Select(pod => new ClusterPod(pod, current.Contains(Owner(pod)))).OrderBy(pod => (pod.Namespace, pod.Name))];
    }

    /// <summary>The pods, by namespace and name.</summary>
    public IReadOnlyList<ClusterPod> Pods { get; }

    /// <summary>Asks the cluster.</summary>
    /// <exception cref="PlatformException">It does not answer.</exception>
    public static async Task<ClusterServices> ReadAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        var text = await StepCommand.OutputAsync(
            settings.Kubectl("get", "replicasets,pods", "--all-namespaces", "--selector", Selector, "--output", "json"), settings.Patience.Look, cancellationToken);
        return new ClusterServices([.. JsonNode.Parse(text)!["items"]!.AsArray().Select(item => (JsonObject)item!)]);
    }

    private static IEnumerable<JsonObject> Of(IReadOnlyList<JsonObject> objects, string kind) => objects.Where(item => $"{item["kind"]}" == kind);

    private static string Text(JsonObject item, string field) => $"{item["metadata"]![field]}";

    private static string Owner(JsonObject item) => $"{item["metadata"]!["ownerReferences"]?[0]?["name"]}";

    private static int Revision(JsonObject set) =>
        int.TryParse($"{set["metadata"]!["annotations"]?["deployment.kubernetes.io/revision"]}", CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
