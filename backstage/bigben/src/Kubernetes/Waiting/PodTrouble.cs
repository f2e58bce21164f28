using System.Text.RegularExpressions;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Logs;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Waiting;

/// <summary>What a pod that does not come up says, so that nobody has to look for it.</summary>
internal static partial class PodTrouble
{
    // An exception comes before its stack trace, which is this long only where it is nested very deeply.
    private const int Lines = 200;

    // Of a program that ran to its end, which says step by step what it did.
    private const int JobLines = 5;

    /// <summary>
    /// The first pod in trouble of some Applications, or that of a Job which failed their sync, and its last words; null where there is
    /// none.
    /// </summary>
    public static async Task<string?> DescribeAsync(
        KubernetesApi api, ClusterObjects cluster, IEnumerable<Application> applications, CancellationToken cancellationToken)
    {
        var all = applications.ToList();
        var pod = all.SelectMany(application => ServicePods.CurrentOf(cluster, application)).FirstOrDefault(pod => pod.Trouble is not null);
        if (pod is null)
            return await OfJobAsync(api, cluster, all, cancellationToken);
        return pod.Containers.FirstOrDefault(container => container.LastEnd is not null || container.Ended is not null) is { } ended
            && await LastWordsAsync(api, pod, ended, cancellationToken) is { } words
                ? $"{pod.Name}: {words}"
                : $"{pod.Name} {pod.Trouble}";
    }

    /// <summary>How a container ended, and what it said last.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">Its pod.</param>
    /// <param name="container">The container; it has ended.</param>
    /// <param name="most">So many of its last lines at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string> EndAsync(
        KubernetesApi api, Pod pod, ContainerStatus container, int most, CancellationToken cancellationToken)
    {
        var end = container.Ended!;
        var words = await LastWordsAsync(api, pod, container, cancellationToken, most);
        var more = words is null ? end.Reason : $"{(end.Reason is "Error" or "Completed" ? "" : $"{end.Reason}: ")}{words.TrimEnd('.')}";
        return $"{container.Name} ended with exit code {end.ExitCode} ({more})";
    }

    private static async Task<string?> OfJobAsync(
        KubernetesApi api, ClusterObjects cluster, IEnumerable<Application> applications, CancellationToken cancellationToken)
    {
        var failed = applications.SelectMany(application => application.Operation?.FailedJobs ?? []).ToHashSet();
        var pod = cluster.Of(ResourceKind.Pods).Select(body => new Pod(body))
            .Where(pod => pod.Owner is { } owner && failed.Contains(owner) && pod.EndedContainer is not null)
            .MaxBy(pod => pod.CreatedAt);
        return pod is null ? null : $"{pod.Name}: {await EndAsync(api, pod, pod.EndedContainer!, JobLines, cancellationToken)}";
    }

    private static async Task<string?> LastWordsAsync(
        KubernetesApi api, Pod pod, ContainerStatus ended, CancellationToken cancellationToken, int most = 1)
    {
        var lines = new List<string>();
        try
        {
            var query = new LogQuery { Previous = ended.Ended is null, Tail = Lines };
            await foreach (var line in PodLog.ReadAsync(api, pod.Namespace, pod.Name, ended.Name, query, cancellationToken))
                lines.Add(line);
        }
        catch (PlatformException)
        {
            // The pod is gone meanwhile: what it was in is told without.
        }

        return LastWords(lines, most);
    }

    /// <summary>
    /// What a program said when it ended: its exception, otherwise its last line that is no stack frame, and so many lines before it.
    /// </summary>
    internal static string? LastWords(IEnumerable<string> log, int most = 1)
    {
        var lines = log.Where(line => !Frame().IsMatch(line)).Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var end = lines.FindLastIndex(line => line.StartsWith("Unhandled exception.", StringComparison.Ordinal));
        var words = lines.Take(end < 0 ? lines.Count : end + 1).TakeLast(most).ToList();
        return words.Count == 0 ? null : string.Join(" | ", words);
    }

    // Of .NET and Java: "   at X.Y() in …", "   --- End of inner exception stack trace ---", "\t... 12 more".
    [GeneratedRegex(@"^\s+(?:at\s\S|--- End of|\.\.\. \d+ more)|^--- End of")]
    private static partial Regex Frame();
}
