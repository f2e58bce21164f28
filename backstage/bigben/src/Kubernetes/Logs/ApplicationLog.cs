using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Logs;

/// <summary>A line of a log and where it is from.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container in it.</param>
/// <param name="Text">The line.</param>
internal sealed record LogLine(string Pod, string Container, string Text);

/// <summary>The logs of all of an Application's pods as one.</summary>
internal static class ApplicationLog
{
    /// <summary>The lines as they come; where it follows, those of pods too that come later.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="cache">Its objects.</param>
    /// <param name="application">The Application's name.</param>
    /// <param name="query">Which lines of each pod.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">There is no such Application, or the API does not answer.</exception>
    public static async IAsyncEnumerable<LogLine> ReadAsync(
        KubernetesApi api, ClusterCache cache, string application, LogQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(256) { SingleReader = true });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ReadAllAsync(api, cache, application, query, lines.Writer, end.Token), CancellationToken.None);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(cancellationToken))
                yield return line;
        }
        finally
        {
            await end.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAllAsync(
        KubernetesApi api, ClusterCache cache, string application, LogQuery query, ChannelWriter<LogLine> lines,
        CancellationToken cancellationToken)
    {
        try
        {
            var known = new Dictionary<(string Pod, string Container, int Run), Task>();
            while (true)
            {
                var version = cache.Version;
                foreach (var pod in ServicePods.Of(cache.Objects, ApplicationList.Find(cache.Objects, application)))
                {
                    // A container that was started again writes a new log.
                    foreach (var container in pod.AllContainers.Where(container => container.HasRun))
                    {
                        var run = (pod.Name, container.Name, container.Restarts);
                        if (!known.ContainsKey(run))
                            known[run] = CopyAsync(pod, container.Name);
                    }
                }

                if (!query.Follow)
                    break;
                await cache.AfterAsync(version, cancellationToken);
            }

            await Task.WhenAll(known.Values);
            lines.TryComplete();
        }
        catch (Exception e)
        {
            lines.TryComplete(e);
        }

        async Task CopyAsync(Pod pod, string container)
        {
            try
            {
                await foreach (var line in PodLog.ReadAsync(api, pod.Namespace, pod.Name, container, query, cancellationToken))
                    await lines.WriteAsync(new LogLine(pod.Name, container, line), cancellationToken);
            }
            catch (PlatformException e)
            {
                // Told at once, whatever the others still write.
                lines.TryComplete(e);
            }
        }
    }
}
