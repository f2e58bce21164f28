using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>Pods: those that stay are healthy when ready, those that end when they have ended well.</summary>
internal static class PodHealth
{
    public static HealthStatus Of(JsonElement live)
    {
        var stays = live.TextAt("spec", "restartPolicy") is null or "Always";
        var message = live.TextAt("status", "message") ?? "";
        if (stays && Stuck(live) is { } stuck)
            return new HealthStatus(HealthCode.Degraded, stuck);
        return live.TextAt("status", "phase") switch
        {
            "Pending" => new HealthStatus(HealthCode.Progressing, message),
            "Succeeded" => new HealthStatus(HealthCode.Healthy, message),
            "Failed" => new HealthStatus(HealthCode.Degraded, message.Length > 0 ? message : Failure(live)),
            "Running" when !stays => new HealthStatus(HealthCode.Progressing, message),
            "Running" when live.HasCondition("Ready") => new HealthStatus(HealthCode.Healthy, message),
            "Running" when Containers(live, "containerStatuses").Any(container => container.At("lastState", "terminated") is not null) =>
                new HealthStatus(HealthCode.Degraded, message),
            "Running" => new HealthStatus(HealthCode.Progressing, message),
            _ => new HealthStatus(HealthCode.Unknown, message),
        };
    }

    private static string? Stuck(JsonElement live)
    {
        var waiting = Containers(live, "containerStatuses")
            .Select(container => container.At("state", "waiting"))
            .Where(state => state?.TextAt("reason") is { } reason && IsTrouble(reason))
            .Select(state => state!.Value.TextAt("message") ?? "")
            .ToList();
        return waiting.Count == 0 ? null : string.Join(", ", waiting);
    }

    private static bool IsTrouble(string reason) =>
        reason.StartsWith("Err", StringComparison.Ordinal)
        || reason.EndsWith("Error", StringComparison.Ordinal)
        || reason.EndsWith("BackOff", StringComparison.Ordinal);

    private static string Failure(JsonElement live) =>
        Containers(live, "initContainerStatuses").Concat(Containers(live, "containerStatuses")).Select(Failed)
            .FirstOrDefault(text => text is not null)
            ?? "";

    private static string? Failed(JsonElement container)
    {
        if (container.At("state", "terminated") is not { } ended)
            return null;
        if (ended.TextAt("message") is { Length: > 0 } message)
            return message;
        if (ended.TextAt("reason") == "OOMKilled")
            return "OOMKilled";
        return ended.NumberAt("exitCode") is { } code and not 0
            ? $"container \"{container.TextAt("name")}\" failed with exit code {code}"
            : null;
    }

    private static IEnumerable<JsonElement> Containers(JsonElement live, string field) => live.ItemsAt("status", field);
}
