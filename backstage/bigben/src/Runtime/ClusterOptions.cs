namespace BigBen.Runtime;

/// <summary>Gives the variables that every pod of a namespace gets, such as <c>http_proxy</c>. Asked at every start of a pod.</summary>
/// <param name="namespace">The namespace.</param>
/// <param name="cancellationToken">The pod is ended.</param>
public delegate ValueTask<IReadOnlyDictionary<string, string>> NamespaceEnvironment(string @namespace, CancellationToken cancellationToken);

/// <summary>How a <see cref="Cluster"/> works.</summary>
public sealed record ClusterOptions
{
    /// <summary>Where the pods' records, temporary folders and logs are kept. One cluster at a time works on it.</summary>
    public required string Directory { get; init; }

    /// <summary>Finds the images.</summary>
    public required IContainerImages Images { get; init; }

    /// <summary>What every pod of a namespace gets; nothing by default.</summary>
    public NamespaceEnvironment Environment { get; init; } =
        static (_, _) => ValueTask.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>Tells the time and waits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The waits between restarts of a program that ends. The first restart is immediate.</summary>
    public BackOffOptions RestartBackOff { get; init; } = BackOffOptions.Kubelet;

    /// <summary>The waits between searches for a missing image, ConfigMap or Secret.</summary>
    public BackOffOptions ImageBackOff { get; init; } = BackOffOptions.Kubelet;

    /// <summary>The longest time between two probes before a pod's first success; 100 ms.</summary>
    public TimeSpan FastProbePeriod { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest grace that any pod gets when the whole cluster is ended; 10 s.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The grace of pods that a killed predecessor left behind; 2 s.</summary>
    public TimeSpan LeftoverGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How large a log may grow, give or take what a program writes in a second; 10 MiB, the kubelet's containerLogMaxSize. Twice that is kept.</summary>
    public long LogBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>How many logs of gone pods are kept for each Deployment; 3.</summary>
    public int LogsKept { get; init; } = 3;
}
