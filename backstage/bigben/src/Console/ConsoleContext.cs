using BigBen.Delivery;
using BigBen.Foundation;
using BigBen.Runtime;

namespace BigBen.Console;

/// <summary>What the API reads and acts on.</summary>
/// <param name="Record">How this platform is reached; its token guards whatever changes state.</param>
/// <param name="Controller">The Applications.</param>
/// <param name="Cluster">What runs.</param>
/// <param name="Journal">Starts runs and keeps them.</param>
/// <param name="Actions">What can be asked for.</param>
public sealed record ConsoleContext(
    PlatformRecord Record,
    ApplicationController Controller,
    Cluster Cluster,
    RunJournal Journal,
    IPlatformActions Actions);
