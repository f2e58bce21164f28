using BigBen.ApiServer.Clients;
using BigBen.Kubelet.Mounts;
using BigBen.Kubelet.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Kubelet;

/// <summary>How the kubelet works.</summary>
internal sealed record KubeletOptions
{
    /// <summary>Where the pods' records and temporary folders are kept. One kubelet at a time works on it.</summary>
    public required string Directory { get; init; }

    /// <summary>Finds the images.</summary>
    public required IContainerImages Images { get; init; }

    /// <summary>
    /// Gives the variables that every container of a namespace gets, such as <c>http_proxy</c>. Asked at every start of a container.
    /// </summary>
    public required Func<string, CancellationToken, Task<IReadOnlyDictionary<string, string>>> Environment { get; init; }

    /// <summary>
    /// Gives where the Services of all namespaces are reached by TCP; nothing by default. Asked at every start of a container, and,
    /// for the pods' <c>/etc/hosts</c>, whenever a Service changes.
    /// </summary>
    public Func<IReadOnlyList<TcpAddress>> Services { get; init; } = static () => [];

    /// <summary>How containers get their volumes at their paths; by default they do not, and have variables alone.</summary>
    public MountSupport Mounts { get; init; } = MountSupport.None;

    /// <summary>How many pods run at once; what this machine takes.</summary>
    public int MostPods { get; init; } = NodeCapacity.OfThisMachine;

    /// <summary>The waits between restarts of a container that ends. The first restart is immediate.</summary>
    public BackOffOptions RestartBackOff { get; init; } = BackOffOptions.Kubelet;

    /// <summary>The waits between searches for a missing image, ConfigMap or Secret.</summary>
    public BackOffOptions ImageBackOff { get; init; } = BackOffOptions.Search;

    /// <summary>The longest time between two probes before a container's first success; 100 ms.</summary>
    public TimeSpan FastProbePeriod { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest grace that any pod gets when the kubelet itself is ended; 10 s.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The grace of processes that a killed predecessor left behind; 2 s.</summary>
    public TimeSpan LeftoverGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How large a log may grow, give or take what a program writes in a second; 10 MiB, the kubelet's <c>containerLogMaxSize</c>. Twice
    /// that is kept.
    /// </summary>
    public long LogBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>How many logs of gone pods are kept for each owner; 3.</summary>
    public int LogsKept { get; init; } = 3;

    /// <summary>Tells the time and waits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told of what should not have happened.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
