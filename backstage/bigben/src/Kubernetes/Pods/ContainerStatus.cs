namespace BigBen.Kubernetes.Pods;

/// <summary>What the kubelet says of one container of a pod.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">Its image, as the pod names it.</param>
/// <param name="Ready">Whether its readiness probe succeeds.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="StartedAt">When it was started, UTC; null while it does not run.</param>
/// <param name="Waiting">Why it does not run yet, such as <c>CrashLoopBackOff</c>; null where it does not wait.</param>
/// <param name="Message">What more the kubelet says; null where nothing.</param>
/// <param name="Ended">How it ended, where it has; null while it runs or waits.</param>
/// <param name="LastEnd">How its run before this one ended; null where there was none.</param>
internal sealed record ContainerStatus(
    string Name, string Image, bool Ready, int Restarts, DateTimeOffset? StartedAt, string? Waiting, string? Message, ContainerEnd? Ended,
    ContainerEnd? LastEnd)
{
    /// <summary>Whether it has been started at all, so that there is a log.</summary>
    public bool HasRun => StartedAt is not null || Ended is not null || LastEnd is not null;

    /// <summary>Reads an entry of <c>status.containerStatuses</c>.</summary>
    public static ContainerStatus Read(JsonElement status) => new(
        status.TextAt("name"),
        status.TextAt("image"),
        status.FlagAt("ready"),
        status.NumberAt("restartCount") ?? 0,
        status.TimeAt("state", "running", "startedAt"),
        status.At("state", "waiting") is { } waiting ? waiting.TextAt("reason") : null,
        status.TextAt("state", "waiting", "message") is { Length: > 0 } message ? message : null,
        ContainerEnd.Read(status.At("state", "terminated")),
        ContainerEnd.Read(status.At("lastState", "terminated")));
}

/// <summary>How a run of a container ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Signal">The signal that ended it; 0 for none.</param>
/// <param name="Reason">Kubernetes' word, such as <c>Error</c>, <c>OOMKilled</c>, <c>Completed</c>.</param>
/// <param name="FinishedAt">When, UTC.</param>
internal sealed record ContainerEnd(int ExitCode, int Signal, string Reason, DateTimeOffset? FinishedAt)
{
    /// <summary>Reads a state <c>terminated</c>; null where there is none.</summary>
    public static ContainerEnd? Read(JsonElement? terminated) => terminated is { } value
        ? new ContainerEnd(
            value.NumberAt("exitCode") ?? 0, value.NumberAt("signal") ?? 0, value.TextAt("reason"), value.TimeAt("finishedAt"))
        : null;

    /// <summary>As <c>kubectl get pods</c> prints it.</summary>
    public override string ToString() => Reason.Length > 0 ? Reason : Signal != 0 ? $"Signal:{Signal}" : $"ExitCode:{ExitCode}";
}
