using System.Text.Json.Serialization;

namespace BigBen.Runtime;

/// <summary>Where a pod is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PodPhase>))]
public enum PodPhase
{
    /// <summary>Its program has not run yet.</summary>
    Pending,

    /// <summary>Its program runs, or has run and will run again.</summary>
    Running,

    /// <summary>It is being ended; it gets no more requests.</summary>
    Terminating,
}

/// <summary>A port of a pod.</summary>
/// <param name="Name">The container port's name; null where it has none.</param>
/// <param name="ContainerPort">The container port's number in the manifest.</param>
/// <param name="HostPort">The port on 127.0.0.1 that the program was told to listen on.</param>
public sealed record PodPort(string? Name, int ContainerPort, int HostPort);

/// <summary>A pod at one moment.</summary>
public sealed record PodStatus
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name: <c>service-a-7d9c5b8f4d-x2x9k</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What no other pod ever has.</summary>
    public required string Uid { get; init; }

    /// <summary>The Deployment's name.</summary>
    public required string Owner { get; init; }

    /// <summary>The ReplicaSet's name.</summary>
    public required string ReplicaSet { get; init; }

    /// <summary>The labels of its template, and <c>pod-template-hash</c>.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The image's reference in the manifest.</summary>
    public required string Image { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The file that its output goes to; older output lies beside it with the ending <c>.1</c>.</summary>
    public required string LogPath { get; init; }

    /// <summary>The digest of the image that runs; null until it was found.</summary>
    public string? Digest { get; init; }

    /// <summary>Where it is in its life.</summary>
    public PodPhase Phase { get; init; }

    /// <summary>Whether it takes requests.</summary>
    public bool Ready { get; init; }

    /// <summary>Since when it is ready, UTC.</summary>
    public DateTimeOffset? ReadySince { get; init; }

    /// <summary>How often its program was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>
    /// Why its program does not run, in Kubernetes' words: <c>ContainerCreating</c>, <c>CrashLoopBackOff</c>, <c>ErrImagePull</c>,
    /// <c>ImagePullBackOff</c>, <c>CreateContainerConfigError</c>, <c>RunContainerError</c>; null while it runs.
    /// </summary>
    public string? WaitingReason { get; init; }

    /// <summary>What is wrong, in words, with the last lines of output where its program ended; null where nothing is.</summary>
    public string? Message { get; init; }

    /// <summary>The exit code of the last run that ended; 128 and the signal's number where a signal ended it.</summary>
    public int? LastExitCode { get; init; }

    /// <summary>The signal that ended the last run: <c>SIGKILL</c>; null where none did.</summary>
    public string? LastSignal { get; init; }

    /// <summary>The process; null while none runs.</summary>
    public int? Pid { get; init; }

    /// <summary>When the process was started, UTC; null while none runs.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The ports of the process; they change at every start.</summary>
    public IReadOnlyList<PodPort> Ports { get; init; } = [];

    /// <summary>What kubectl would show as the pod's status: <c>Running</c>, <c>CrashLoopBackOff</c>, <c>Terminating</c> …</summary>
    public string Summary => Phase == PodPhase.Terminating ? "Terminating" : WaitingReason ?? Phase.ToString();
}
