using System.Text.Json.Nodes;
using BigBen.Bootstrap.Steps;

namespace BigBen.Bootstrap.Kind;

/// <summary>Whether everything in a namespace of the cluster is ready, and why not.</summary>
internal static class Workloads
{
    /// <summary>What is not ready and why, in a few words; null when everything is.</summary>
    public static async Task<string?> NotReadyAsync(KindSettings settings, string @namespace, CancellationToken cancellationToken)
    {
        var answer = await StepCommand.RunAsync(
            settings.Kubectl("get", "deployments,statefulsets,daemonsets", "--namespace", @namespace, "--output", "json"), settings.Patience.Look, cancellationToken);
        if (!answer.Succeeded)
            return $"the cluster does not answer ({answer.LastLine})";
        var items = JsonNode.Parse(answer.Output)!["items"]!.AsArray();
        if (items.Count == 0)
            return $"nothing is in the namespace {@namespace} yet";
        var waiting = items.FirstOrDefault(item => !IsReady(item!));
        return waiting is null
            ? null
            : $"{waiting["kind"]} {waiting["metadata"]!["name"]} in {@namespace} is not ready{await ReasonAsync(settings, @namespace, cancellationToken)}";
    }

    private static bool IsReady(JsonNode item)
    {
        var status = item["status"];
        var generation = (long?)item["metadata"]!["generation"] ?? 0;
        var observed = (long?)status?["observedGeneration"] ?? 0;
        var (wanted, ready, updated) = $"{item["kind"]}" == "DaemonSet"
            ? ((long?)status?["desiredNumberScheduled"] ?? -1, (long?)status?["numberReady"] ?? 0, (long?)status?["updatedNumberScheduled"] ?? 0)
            : ((long?)item["spec"]!["replicas"] ?? 1, (long?)status?["readyReplicas"] ?? 0, (long?)status?["updatedReplicas"] ?? 0);
        return observed >= generation && ready >= wanted && updated >= wanted && wanted >= 0;
    }

    private static async Task<string> ReasonAsync(KindSettings settings, string @namespace, CancellationToken cancellationToken)
    {
        var answer = await StepCommand.RunAsync(settings.Kubectl("get", "pods", "--namespace", @namespace, "--output", "json"), settings.Patience.Look, cancellationToken);
        return answer.Succeeded && JsonNode.Parse(answer.Output)!["items"]!.AsArray().Select(PodReason).FirstOrDefault(reason => reason is not null) is { } found
            ? $": {found}"
            : "";
    }

    /// <summary>Why a pod is not ready: what its container waits for, or why it cannot be scheduled; null where it says nothing.</summary>
    internal static string? PodReason(JsonNode? pod)
    {
        var name = $"{pod!["metadata"]!["name"]}";
        var containers = (pod["status"]?["initContainerStatuses"]?.AsArray() ?? []).Concat(pod["status"]?["containerStatuses"]?.AsArray() ?? []);
        foreach (var container in containers)
        {
            if (container!["state"]?["waiting"] is { } waiting && $"{waiting["reason"]}" is not ("ContainerCreating" or "PodInitializing"))
                return $"{name} {waiting["reason"]} {waiting["message"]}".TrimEnd();
        }

        var unscheduled = pod["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => $"{condition!["type"]}" == "PodScheduled" && $"{condition["status"]}" == "False");
        return unscheduled is null ? null : $"{name} {unscheduled["reason"]} {unscheduled["message"]}".TrimEnd();
    }
}
