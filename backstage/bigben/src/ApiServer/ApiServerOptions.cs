using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.ApiServer;

/// <summary>What an API server is made of.</summary>
internal sealed record ApiServerOptions
{
    /// <summary>Where it keeps the objects, its certificate, its users and its audit log; made, for its owner alone.</summary>
    public required string Directory { get; init; }

    /// <summary>The kubeconfig that it writes; those of other users than the administrator are beside it.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>The logs of pods.</summary>
    public required IPodLogs Logs { get; init; }

    /// <summary>The containers that run.</summary>
    public required IContainerRuntime Containers { get; init; }

    /// <summary>What pods and the node use.</summary>
    public required IResourceMetrics Metrics { get; init; }

    /// <summary>How many of the last writes can be watched from and read back.</summary>
    public int History { get; init; } = 1000;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told of what should not have happened.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
