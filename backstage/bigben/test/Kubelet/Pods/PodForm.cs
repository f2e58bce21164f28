using System.Text.Json;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.Kubelet.Pods;

/// <summary>What one form of a pod in a watch says, without names, addresses and times.</summary>
internal static class PodForm
{
    /// <summary>The forms one after the other, repeats left out.</summary>
    public static List<string> Collapse(IEnumerable<JsonElement> pods)
    {
        var forms = new List<string>();
        foreach (var form in pods.Select(Of).Where(form => forms.Count == 0 || forms[^1] != form))
            forms.Add(form);
        return forms;
    }

    private static string Of(JsonElement pod)
    {
        var deleted = pod.At("metadata", "deletionTimestamp") is not null ? " deleted" : "";
        var conditions = pod.ItemsAt("status", "conditions")
            .Select(condition => $"{condition.TextAt("type")}={condition.TextAt("status")} {condition.TextAt("reason")}".Trim());
        var containers = pod.ItemsAt("status", "initContainerStatuses").Select(status => $"init {Container(status)}; ")
            .Concat(pod.ItemsAt("status", "containerStatuses").Select(Container));
        return $"{pod.TextAt("status", "phase")}{deleted} seen {pod.NumberAt("status", "observedGeneration")} "
            + $"[{string.Join(", ", conditions)}] {string.Concat(containers)}";
    }

    private static string Container(JsonElement container) =>
        $"{State(container.At("state"))} after {State(container.At("lastState"))} x{container.NumberAt("restartCount")}"
        + $"{(container.FlagAt("started") ? " started" : "")}{(container.FlagAt("ready") ? " ready" : "")}";

    private static string State(JsonElement? state) => string.Concat((state ?? default).FieldsAt().Select(kind =>
        $"{kind.Name} {kind.Value.TextAt("reason")} {kind.Value.NumberAt("exitCode")}".Trim()));
}
