using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Pipeline.Commits;

namespace BigBen.Console;

/// <summary>A page of another program of the platform.</summary>
/// <param name="Name">The program.</param>
/// <param name="Url">Where it is.</param>
internal sealed record ExternalPage(string Name, string Url);

/// <summary>What the pages read and act on, on every platform.</summary>
/// <param name="Record">How this console is reached; its token guards whatever changes state.</param>
/// <param name="Api">The platform's Kubernetes API.</param>
/// <param name="Cache">Its objects, kept current.</param>
/// <param name="Journal">Starts runs and keeps them.</param>
/// <param name="Actions">What can be asked for.</param>
/// <param name="Commits">The commits behind what runs.</param>
/// <param name="Metrics">What the platform measures beside the API; null where it does not, as on clusters.</param>
/// <param name="Clock">Tells the time.</param>
/// <param name="End">Cancelled when the platform ends: a run that a page started goes on until then, whoever still looks.</param>
internal sealed record ConsoleContext(
    PlatformRecord Record,
    KubernetesApi Api,
    ClusterCache Cache,
    RunJournal Journal,
    IPlatformActions Actions,
    CommitHistory Commits,
    IPlatformMetrics? Metrics,
    TimeProvider Clock,
    CancellationToken End)
{
    /// <summary>Who tells what this console cannot: Argo CD and Grafana, on a cluster that has them.</summary>
    public IReadOnlyList<ExternalPage> Elsewhere { get; init; } = [];

    /// <summary>Grows with everything that a page could show.</summary>
    public long Version => Cache.Version + Journal.Version;

    /// <summary>The objects as they are known now; a page reads them once.</summary>
    public ClusterObjects Objects => Cache.Objects;

    /// <summary>A service's Application by its name; null where there is none.</summary>
    public static Application? Find(ClusterObjects cluster, string name) =>
        ApplicationList.Services(cluster).FirstOrDefault(application => application.Name == name);
}
