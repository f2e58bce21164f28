namespace BigBen.Kubernetes.Pods;

/// <summary>A pod as the API has it.</summary>
/// <param name="Body">The whole object.</param>
internal sealed record Pod(JsonElement Body)
{
    // Where the local platform's kubelet tells which port of 127.0.0.1 each container port has.
    private const string Ports = "bigben.localhost/ports";

    // The registry is as likely to be why as the pod.
    private static readonly string[] NoImage = ["ErrImageNeverPull", "ImagePullBackOff"];

    // What does not come by waiting: the kubelet's reasons (kubernetes, pkg/kubelet/images/types.go and kuberuntime).
    private static readonly string[] Hopeless =
        [
            "CrashLoopBackOff",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "InvalidImageName",
            .. NoImage,
        ];

    // What a registry that was away for a moment looks like too; the kubelet asks again by itself.
    private static readonly string[] Pulls = ["ErrImagePull", "ImagePullBackOff"];

    /// <summary>Its namespace.</summary>
    public string Namespace { get; } = Body.NamespaceOf();

    /// <summary>Its name.</summary>
    public string Name { get; } = Body.NameOf();

    /// <summary>Tells it from another one of the same name.</summary>
    public string Uid => Body.TextAt("metadata", "uid");

    /// <summary>What made it, such as a ReplicaSet; null for a pod of its own.</summary>
    public ObjectReference? Owner { get; } = ObjectReference.OwnerOf(Body);

    /// <summary>Kubernetes' <c>status.phase</c>.</summary>
    public string Phase => Body.TextAt("status", "phase");

    /// <summary>Whether all its programs ended for good, as those of a Job do.</summary>
    public bool HasEnded => Phase is "Succeeded" or "Failed";

    /// <summary>The node it runs on; empty before it is scheduled.</summary>
    public string Node => Body.TextAt("spec", "nodeName");

    /// <summary>Its address in the cluster; empty before it has one.</summary>
    public string Ip => Body.TextAt("status", "podIP");

    /// <summary>The port of this machine by which a port of its container is reached; null where its own address is.</summary>
    public int? LocalPort(int port)
    {
        if (Body.TextAt("metadata", "annotations", Ports) is not { Length: > 0 } ports)
            return null;
        using var numbers = JsonDocument.Parse(ports);
        return numbers.RootElement.NumberAt($"{port}");
    }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset? CreatedAt => Body.TimeAt("metadata", "creationTimestamp");

    /// <summary>Whether it is being ended.</summary>
    public bool IsTerminating => Body.At("metadata", "deletionTimestamp") is not null;

    /// <summary>Whether it takes requests.</summary>
    public bool IsReady => Body.HasCondition("Ready");

    /// <summary>Its containers; none before the kubelet has looked at it.</summary>
    public IReadOnlyList<ContainerStatus> Containers { get; } =
        [.. Body.ItemsAt("status", "containerStatuses").Select(ContainerStatus.Read)];

    /// <summary>The names of its containers, as its spec orders them.</summary>
    public IReadOnlyList<string> ContainerNames => [.. Body.ItemsAt("spec", "containers").Select(container => container.TextAt("name"))];

    /// <summary>The names of its init containers, as its spec orders them.</summary>
    public IReadOnlyList<string> InitContainerNames =>
        [.. Body.ItemsAt("spec", "initContainers").Select(container => container.TextAt("name"))];

    /// <summary>The images of its containers.</summary>
    public IReadOnlyList<string> Images => [.. Body.ItemsAt("spec", "containers").Select(container => container.TextAt("image"))];

    /// <summary>How often its containers were started again.</summary>
    public int Restarts => Containers.Sum(container => container.Restarts);

    /// <summary>What <c>kubectl get pods</c> prints as its status.</summary>
    public string Reason => PodReason.Of(Body, Containers);

    /// <summary>Whether a container runs no more: the pod has ended, or an init container has done its work.</summary>
    public bool IsDone(string container) =>
        Phase is "Succeeded" or "Failed"
        || Body.ItemsAt("spec", "initContainers").Any(init =>
            init.TextAt("name") == container
            && init.TextAt("restartPolicy") != "Always"
            && AllContainers.Any(status => status.Name == container && status.Ended is { ExitCode: 0 }));

    /// <summary>Whether it does not come up, however long one waits.</summary>
    public bool IsHopeless => !IsTerminating && AllContainers.Any(container => Hopeless.Contains(container.Waiting));

    /// <summary>What it is in and how it ended last, such as <c>CrashLoopBackOff, after exit code 7</c>.</summary>
    public string LastEnd => AllContainers.Select(container => container.LastEnd).FirstOrDefault(end => end is not null) is { } last
        ? $"{Reason}, after exit code {last.ExitCode}{(last.Reason is "Error" or "Completed" or "" ? "" : $" ({last.Reason})")}"
        : Reason;

    /// <summary>
    /// The first container that ended and should not have: one that is to run for ever, or one before it that failed; null for none.
    /// </summary>
    public ContainerStatus? EndedContainer =>
        AllContainers.FirstOrDefault(container => container.Ended is { } end && (end.ExitCode != 0 || Containers.Contains(container)));

    /// <summary>Whether all it lacks is an image, which the kubelet asks for again and again.</summary>
    public bool AwaitsImage => !IsTerminating
        && AllContainers.Any(container => Pulls.Contains(container.Waiting))
        && !AllContainers.Any(container => Hopeless.Except(Pulls).Contains(container.Waiting));

    /// <summary>Whether an image that it needs does not come.</summary>
    public bool LacksImage => AwaitsImage || AllContainers.Any(container => NoImage.Contains(container.Waiting));

    /// <summary>Whether all its programs run and yet it does not take requests.</summary>
    public bool IsUnready =>
        !IsTerminating && !IsReady && Containers.Count > 0 && Containers.All(container => container.StartedAt is not null);

    /// <summary>Why it is not ready: what a container waits for, or why it cannot be scheduled; null where it says nothing.</summary>
    public string? Trouble
    {
        get
        {
            if (AllContainers.FirstOrDefault(container => container.Waiting is not (null or "" or "ContainerCreating" or "PodInitializing"))
                is { } waiting)
                return $"{waiting.Waiting} {waiting.Message}".TrimEnd();
            return Body.ConditionOf("PodScheduled") is { } scheduled && scheduled.TextAt("status") == "False"
                ? $"{scheduled.TextAt("reason")} {scheduled.TextAt("message")}".TrimEnd()
                : null;
        }
    }

    /// <summary>Its init containers, and then its containers; none before the kubelet has looked at it.</summary>
    public IEnumerable<ContainerStatus> AllContainers =>
        Body.ItemsAt("status", "initContainerStatuses").Select(ContainerStatus.Read).Concat(Containers);
}
