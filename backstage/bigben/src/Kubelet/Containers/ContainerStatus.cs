using BigBen.ApiServer.Resources;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>A container at one moment: Kubernetes' <c>ContainerStatus</c>.</summary>
/// <param name="Name">The container.</param>
/// <param name="Image">Its image as the pod names it.</param>
internal sealed record ContainerStatus(string Name, string Image)
{
    /// <summary>What part it has in its pod.</summary>
    public ContainerRole Role { get; init; }

    /// <summary>What it does.</summary>
    public ContainerState State { get; init; } = WaitingState.Creating;

    /// <summary>How the run before this one ended; null where there was none.</summary>
    public TerminatedState? LastState { get; init; }

    /// <summary>Whether it takes requests.</summary>
    public bool Ready { get; init; }

    /// <summary>Whether its startup probe succeeded.</summary>
    public bool Started { get; init; }

    /// <summary>Whether it will not be started any more.</summary>
    public bool IsFinal { get; init; }

    /// <summary>How often it was started again.</summary>
    public int RestartCount { get; init; }

    /// <summary>The image that was found: <c>registry/name@sha256:…</c>; empty before.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The run; null before the first one.</summary>
    public string? ContainerId { get; init; }

    /// <summary>The container's <c>resources</c> of the pod's spec; null where it has none.</summary>
    public JsonElement? Resources { get; init; }

    /// <summary>The status as it stands in the pod's.</summary>
    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["name"] = Name,
            ["state"] = State.ToJson(),
            ["lastState"] = LastState?.ToJson() ?? [],
            ["ready"] = Ready,
            ["restartCount"] = RestartCount,
            ["image"] = Image,
            ["imageID"] = ImageId,
        };
        if (ContainerId is not null)
            status["containerID"] = ContainerId;
        status["started"] = Started;
        if (ContainerId is not null && Resources is { } resources)
        {
            if (resources.At("requests") is { } requests)
                status["allocatedResources"] = JsonObject.Create(requests);
            status["resources"] = JsonObject.Create(resources);
        }

        return status;
    }

    /// <summary>
    /// Takes over what a predecessor wrote of the container: a run that it did not see the end of is one whose end is unknown.
    /// </summary>
    /// <param name="before">The container's status of the pod.</param>
    /// <param name="now">The time.</param>
    public ContainerStatus After(JsonElement before, DateTimeOffset now)
    {
        var id = before.TextAt("containerID");
        var last = before.At("lastState", "terminated") is { } terminated ? TerminatedState.Read(terminated) : null;
        return this with
        {
            RestartCount = (int)(before.NumberAt("restartCount") ?? 0),
            ImageId = before.TextAt("imageID") ?? "",
            ContainerId = id,
            LastState = last,
            State = ContainerState.Read(before.At("state")) switch
            {
                RunningState running => new TerminatedState(255, "Unknown", null, running.StartedAt, now, id ?? ""),
                TerminatedState ended => ended,
                _ => State,
            },
        };
    }
}
