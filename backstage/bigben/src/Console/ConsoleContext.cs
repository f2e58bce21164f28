using BigBen.Delivery;
using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Network;
using BigBen.Runtime;

namespace BigBen.Console;

/// <summary>What the API reads and acts on.</summary>
/// <param name="Record">How this platform is reached; its token guards whatever changes state.</param>
/// <param name="Controller">The Applications.</param>
/// <param name="Cluster">What runs.</param>
/// <param name="Journal">Starts runs and keeps them.</param>
/// <param name="Actions">What can be asked for.</param>
/// <param name="Forge">The commits.</param>
/// <param name="Renderer">Tells how often Helm was called.</param>
/// <param name="Metrics">What the router saw.</param>
/// <param name="Clock">Tells the time.</param>
/// <param name="End">Cancelled when the platform ends: a run that a page started goes on until then, whoever still looks.</param>
public sealed record ConsoleContext(
    PlatformRecord Record,
    ApplicationController Controller,
    Cluster Cluster,
    RunJournal Journal,
    IPlatformActions Actions,
    ForgeRepository Forge,
    Renderer Renderer,
    RouterMetrics Metrics,
    TimeProvider Clock,
    CancellationToken End)
{
    /// <summary>Grows with everything that a page could show.</summary>
    public long Version => Cluster.Version + Controller.Version + Journal.Version;
}
