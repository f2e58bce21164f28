using System.Text.Json.Nodes;
using BigBen.Bootstrap.Steps;

namespace BigBen.Bootstrap.Kind;

/// <summary>What a pod that does not come up says, so that nobody has to look for it.</summary>
internal static class PodTrouble
{
    /// <summary>The first pod in trouble, why, and its last log line; null where there is none or the cluster does not tell.</summary>
    public static async Task<string?> DescribeAsync(KindSettings settings, string @namespace, CancellationToken cancellationToken)
    {
        var answer = await StepCommand.RunAsync(settings.Kubectl("get", "pods", "--namespace", @namespace, "--output", "json"), settings.Patience.Look, cancellationToken);
        if (!answer.Succeeded)
            return null;
        foreach (var pod in JsonNode.Parse(answer.Output)!["items"]!.AsArray())
        {
            if (Workloads.PodReason(pod) is not { } reason)
                continue;
            var name = $"{pod!["metadata"]!["name"]}";
            var log = await StepCommand.RunAsync(settings.Kubectl("logs", name, "--namespace", @namespace, "--tail", "1", "--previous"), settings.Patience.Look, cancellationToken);
            return log.Succeeded && log.Output.Trim().Length > 0 ? $"{reason}; its last words: {log.Output.Trim()}" : reason;
        }

        return null;
    }
}
