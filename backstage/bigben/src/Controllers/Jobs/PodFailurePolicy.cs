using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>What a Job's <c>podFailurePolicy</c> says of a pod that failed: its first rule that matches.</summary>
/// <param name="Action"><c>FailJob</c>, <c>FailIndex</c>, <c>Ignore</c> or <c>Count</c>; null where no rule matches.</param>
/// <param name="Message">Why the Job fails, in Kubernetes' words; null where it does not.</param>
internal readonly record struct PodFailurePolicy(string? Action, string? Message)
{
    private static readonly string[] StatusLists = ["containerStatuses", "initContainerStatuses"];

    /// <summary>Whether the failure counts: towards the limits, and in <c>status.failed</c>.</summary>
    public bool Counts => Action != "Ignore";

    /// <summary>Whether it fails its index, however often that may be tried.</summary>
    public bool FailsIndex => Action == "FailIndex";

    /// <summary>Finds the rule.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="pod">A pod of it that failed.</param>
    public static PodFailurePolicy Of(Job job, JsonElement pod)
    {
        foreach (var (rule, index) in job.Value.ItemsAt("spec", "podFailurePolicy", "rules").Select((rule, index) => (rule, index)))
        {
            if (What(rule, pod) is not { } what)
                continue;
            var action = rule.TextAt("action") ?? "";
            return new PodFailurePolicy(action, action == "FailJob" ? $"{what} matching {action} rule at index {index}" : null);
        }

        return default;
    }

    private static string? What(JsonElement rule, JsonElement pod)
    {
        var name = $"{pod.Text("namespace")}/{pod.NameOf()}";
        if (rule.At("onExitCodes") is { } wanted)
        {
            return StatusLists.SelectMany(list => pod.ItemsAt("status", list)).FirstOrDefault(status => Matches(status, wanted))
                is { ValueKind: JsonValueKind.Object } found
                    ? $"Container {found.TextAt("name")} for pod {name} failed with exit code {ExitCodeOf(found)}"
                    : null;
        }

        return pod.ItemsAt("status", "conditions")
            .FirstOrDefault(condition => rule.ItemsAt("onPodConditions").Any(pattern =>
                pattern.TextAt("type") == condition.TextAt("type")
                && (pattern.TextAt("status") ?? "True") == condition.TextAt("status"))) is { ValueKind: JsonValueKind.Object } known
                    ? $"Pod {name} has condition {known.TextAt("type")}"
                    : null;
    }

    private static bool Matches(JsonElement status, JsonElement wanted)
    {
        var name = status.TextAt("name");
        if (ExitCodeOf(status) is not { } code || code == 0 || (wanted.TextAt("containerName") ?? name) != name)
            return false;
        var isListed = wanted.ItemsAt("values").Any(value => value.GetInt64() == code);
        return wanted.TextAt("operator") == "NotIn" ? !isListed : isListed;
    }

    private static long? ExitCodeOf(JsonElement status) => status.NumberAt("state", "terminated", "exitCode");
}
