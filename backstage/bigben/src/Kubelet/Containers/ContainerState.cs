using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet.Containers;

/// <summary>What a container does: Kubernetes' <c>ContainerState</c>.</summary>
internal abstract record ContainerState
{
    /// <summary>The state as it stands in a pod's status.</summary>
    public abstract JsonObject ToJson();

    /// <summary>Reads a state of a pod's status; null where there is none.</summary>
    public static ContainerState? Read(JsonElement? state) => state switch
    {
        { } value when value.At("running") is { } running => new RunningState(running.TimeAt("startedAt") ?? default),
        { } value when value.At("terminated") is { } terminated => TerminatedState.Read(terminated),
        { } value when value.At("waiting") is { } waiting => new WaitingState(waiting.TextAt("reason") ?? "", waiting.TextAt("message")),
        _ => null,
    };
}

/// <summary>It is about to start, or cannot.</summary>
/// <param name="Reason">Kubernetes' reason: <c>ContainerCreating</c>, <c>CrashLoopBackOff</c>, <c>ImagePullBackOff</c> …</param>
/// <param name="Message">What is wrong; null where nothing is.</param>
internal sealed record WaitingState(string Reason, string? Message = null) : ContainerState
{
    /// <summary>Nothing is wrong: it will start.</summary>
    public static WaitingState Creating { get; } = new("ContainerCreating");

    /// <summary>Nothing is wrong: the init containers of its pod come first.</summary>
    public static WaitingState Initializing { get; } = new("PodInitializing");

    public override JsonObject ToJson()
    {
        var waiting = new JsonObject { ["reason"] = Reason };
        if (Message is not null)
            waiting["message"] = Message;
        return new JsonObject { ["waiting"] = waiting };
    }
}

/// <summary>It runs.</summary>
/// <param name="StartedAt">Since when, UTC.</param>
internal sealed record RunningState(DateTimeOffset StartedAt) : ContainerState
{
    public override JsonObject ToJson() => new() { ["running"] = new JsonObject { ["startedAt"] = ObjectMeta.Time(StartedAt) } };
}

/// <summary>It has ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="Reason"><c>Completed</c>, <c>Error</c>, <c>StartError</c>, <c>Unknown</c>, <c>ContainerStatusUnknown</c>.</param>
/// <param name="Message">The last lines that it wrote, where it failed; null where it did not or said nothing.</param>
/// <param name="StartedAt">When it started, UTC; the beginning of Unix' time where it never did.</param>
/// <param name="FinishedAt">When it ended, UTC.</param>
/// <param name="ContainerId">Which run it was; empty where there was none.</param>
internal sealed record TerminatedState(
    int ExitCode, string Reason, string? Message, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string ContainerId) : ContainerState
{
    /// <summary>
    /// The end of a container that never ran, as its pod was deleted before: it has failed, in the kubelet's words (its
    /// <c>TerminatePod</c>).
    /// </summary>
    public static TerminatedState NeverRun(DateTimeOffset now) => new(
        137,
        "ContainerStatusUnknown",
        "The container could not be located when the pod was terminated",
        DateTimeOffset.UnixEpoch,
        now,
        ContainerId: "");

    public override JsonObject ToJson()
    {
        var terminated = new JsonObject { ["exitCode"] = ExitCode, ["reason"] = Reason };
        if (Message is not null)
            terminated["message"] = Message;
        terminated["startedAt"] = ObjectMeta.Time(StartedAt);
        terminated["finishedAt"] = ObjectMeta.Time(FinishedAt);
        if (ContainerId.Length > 0)
            terminated["containerID"] = ContainerId;
        return new JsonObject { ["terminated"] = terminated };
    }

    /// <summary>Reads what stands below <c>terminated</c>.</summary>
    public static TerminatedState Read(JsonElement terminated) => new(
        (int)(terminated.NumberAt("exitCode") ?? 0),
        terminated.TextAt("reason") ?? "",
        terminated.TextAt("message"),
        terminated.TimeAt("startedAt") ?? default,
        terminated.TimeAt("finishedAt") ?? default,
        terminated.TextAt("containerID") ?? "");
}
