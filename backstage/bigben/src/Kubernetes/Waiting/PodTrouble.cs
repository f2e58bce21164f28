using System.Text.RegularExpressions;
using BigBen.Foundation;
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

    /// <summary>The first pod in trouble of some Applications, and its last words; null where there is none.</summary>
    public static async Task<string?> DescribeAsync(
        KubernetesApi api, ClusterObjects cluster, IEnumerable<Application> applications, CancellationToken cancellationToken)
    {
        var pod = applications.SelectMany(application => ServicePods.CurrentOf(cluster, application))
            .FirstOrDefault(pod => pod.Trouble is not null);
        if (pod is null)
            return null;
        return pod.Containers.FirstOrDefault(container => container.LastEnd is not null || container.Ended is not null) is { } ended
            && await LastWordsAsync(api, pod, ended, cancellationToken) is { } words
                ? $"{pod.Name}: {words}"
                : $"{pod.Name} {pod.Trouble}";
    }

    /// <summary>What a container said last before it ended; null where nothing, or where its pod is gone.</summary>
    public static async Task<string?> LastWordsAsync(
        KubernetesApi api, Pod pod, ContainerStatus ended, CancellationToken cancellationToken)
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

        return LastWords(lines);
    }

    /// <summary>What a program said when it ended: its exception, otherwise its last line that is no frame of a stack.</summary>
    internal static string? LastWords(IEnumerable<string> log)
    {
        var lines = log.Select(line => line.TrimEnd()).Where(line => line.Length > 0 && !Frame().IsMatch(line)).ToList();
        return lines.LastOrDefault(line => line.StartsWith("Unhandled exception.", StringComparison.Ordinal)) ?? lines.LastOrDefault();
    }

    // Of .NET and Java: "   at X.Y() in …", "   --- End of inner exception stack trace ---", "\t... 12 more".
    [GeneratedRegex(@"^\s+(?:at\s\S|--- End of|\.\.\. \d+ more)|^--- End of")]
    private static partial Regex Frame();
}
