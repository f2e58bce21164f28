using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows.Pods;

/// <summary>Reads the status of a container.</summary>
internal static class ContainerStatus
{
    /// <summary>The container's name.</summary>
    public static string NameField(this JsonElement container) => container.TextAt("name") ?? "";

    /// <summary>When its last run but this one ended; null where there was none.</summary>
    public static DateTimeOffset? LastEnd(this JsonElement container) => container.TimeAt("lastState", "terminated", "finishedAt");

    /// <summary>Why it ended, out of its state <c>terminated</c>.</summary>
    public static string EndReason(this JsonElement terminated)
    {
        if (terminated.TextAt("reason") is { Length: > 0 } reason)
            return reason;
        return terminated.NumberAt("signal") is > 0 and var signal
            ? $"Signal:{signal}"
            : $"ExitCode:{terminated.NumberAt("exitCode") ?? 0}";
    }
}
