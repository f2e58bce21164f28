using System.Text.RegularExpressions;
using BigBen.ArgoCd.Sources;
using BigBen.Foundation.Processes;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline.Building;

namespace BigBen.Platforms;

/// <summary>Removes what deliveries leave behind and nothing needs any more, so that a platform does not grow for ever.</summary>
/// <param name="cluster">What runs.</param>
/// <param name="renderings">What charts were rendered to.</param>
/// <param name="images">The platform's own images; null where they are in a registry, which has an owner of its own.</param>
internal sealed partial class Housekeeping(ClusterCache cluster, RenderCache renderings, ImagePruner? images)
{
    /// <summary>Does it; to be called while no run builds or records.</summary>
    /// <returns>What was done, in words; null where there was nothing to do.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var objects = cluster.Objects;
        try
        {
            var removed = images is null ? 0 : await images.PruneAsync(RunningIn(objects), cancellationToken);
            var forgotten = renderings.Prune(ImagePruner.Kept * Math.Max(1, ApplicationList.All(objects).Count));
            ReturnMemory();
            return removed + forgotten == 0 ? null : $"{removed} images and {forgotten} renderings removed that nothing needs";
        }
        catch (Exception e) when (e is PlatformException or IOException or UnauthorizedAccessException)
        {
            // No reason to call a delivery failed that is live; the next one tries again.
            return $"not all could be removed: {e.Message}";
        }
    }

    /// <summary>Every digest that a pod, or whatever makes pods, names.</summary>
    internal static IEnumerable<string> RunningIn(ClusterObjects cluster) =>
        Workloads.Kinds.Concat([ResourceKind.Pods, ResourceKind.ReplicaSets, ResourceKind.Jobs, ResourceKind.CronJobs])
            .SelectMany(cluster.Of)
            .SelectMany(body => Digest().Matches(body.GetRawText()).Select(match => match.Value));

    // A delivery takes three times the memory of what lives on after it. The collector, and the C library below it, keep that for more of
    // the same, while services share the machine; giving it back takes a pause of some 20 ms.
    private static void ReturnMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
    }

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Digest();
}
