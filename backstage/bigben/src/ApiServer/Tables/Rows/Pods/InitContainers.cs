using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows.Pods;

/// <summary>How far a pod's init containers are; the sidecars among them go on running.</summary>
/// <param name="Ready">How many sidecars are ready.</param>
/// <param name="Reason">What the pod waits for; null where it waits for none of them.</param>
/// <param name="Restarts">How often one of them was started again.</param>
/// <param name="LastRestart">When the last of those had ended.</param>
/// <param name="SidecarRestarts">The same of the sidecars alone.</param>
/// <param name="LastSidecarRestart">The same of the sidecars alone.</param>
internal sealed record InitContainers(
    int Ready, string? Reason, long Restarts, DateTimeOffset? LastRestart, long SidecarRestarts, DateTimeOffset? LastSidecarRestart)
{
    public static InitContainers Of(JsonElement pod, HashSet<string> sidecars)
    {
        var result = new InitContainers(0, null, 0, null, 0, null);
        var count = pod.ItemsAt("spec", "initContainers").Count();
        foreach (var (index, container) in pod.ItemsAt("status", "initContainerStatuses").Index())
        {
            var sidecar = sidecars.Contains(container.NameField());
            result = result.Count(container, sidecar);
            if (container.NumberAt("state", "terminated", "exitCode") == 0)
                continue;
            if (!sidecar || !container.FlagAt("started"))
                return result with { Reason = Waits(container, index, count) };
            if (container.FlagAt("ready"))
                result = result with { Ready = result.Ready + 1 };
        }

        return result;
    }

    private InitContainers Count(JsonElement container, bool sidecar)
    {
        var restarts = container.NumberAt("restartCount") ?? 0;
        var end = container.LastEnd();
        var counted = this with { Restarts = Restarts + restarts, LastRestart = PodSummary.Later(LastRestart, end) };
        return sidecar
            ? counted with { SidecarRestarts = SidecarRestarts + restarts, LastSidecarRestart = PodSummary.Later(LastSidecarRestart, end) }
            : counted;
    }

    private static string Waits(JsonElement container, int index, int count)
    {
        if (container.At("state", "terminated") is { } terminated)
            return $"Init:{terminated.EndReason()}";
        return container.TextAt("state", "waiting", "reason") is { Length: > 0 } reason && reason != "PodInitializing"
            ? $"Init:{reason}"
            : $"Init:{index}/{count}";
    }
}
