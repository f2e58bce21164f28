using System.Collections.Concurrent;
using BigBen.ApiServer;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Logs;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet;

/// <summary>
/// The output of containers: standard output and standard error as they came, a file for each run. Programs write straight into it; the
/// times of lines are noted once a second, see <see cref="LogTimes"/>.
/// </summary>
/// <param name="directory">Where the logs are.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class PodLogs(string directory, TimeProvider clock) : IPodLogs
{
    private readonly ConcurrentDictionary<string, LiveLog> _live = new();

    // No owner's folder goes while one is made below it.
    private readonly Lock _folders = new();

    public Task<Stream?> OpenAsync(JsonElement pod, LogOptions options, CancellationToken cancellationToken)
    {
        if (RunOf(pod, options) is not { } run)
            return Task.FromResult<Stream?>(null);
        var path = LogPaths.Of(Path.Combine(directory, LogPaths.Of(PodIdentity.Of(pod))), options.Container, run);
        if (!File.Exists(path))
            return Task.FromResult<Stream?>(null);
        if (_live.TryGetValue(path, out var live))
            live.Note();
        var reader = new LogReader(path, options, () => _live.ContainsKey(path), clock);
        return Task.FromResult<Stream?>(new LogStream(reader.ReadAsync(cancellationToken), options.LimitBytes, cancellationToken));
    }

    /// <summary>Begins the log of a run. Only that of the run before is kept beside it, as the kubelet does.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="run">The run's number, from 0.</param>
    /// <returns>The file.</returns>
    public string Begin(PodIdentity pod, string container, int run)
    {
        var folder = Path.Combine(directory, LogPaths.Of(pod));
        var path = LogPaths.Of(folder, container, run);
        lock (_folders)
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        foreach (var old in LogPaths.Files(LogPaths.Of(folder, container, run - 2)))
            File.Delete(old);
        File.Create(path).Dispose();
        _live[path] = new LiveLog(path, clock);
        return path;
    }

    /// <summary>The run is over: its log ends.</summary>
    public void End(string path)
    {
        if (_live.TryRemove(path, out var live))
            live.Note();
    }

    /// <summary>Notes when what was written, and keeps every log from growing without bound.</summary>
    /// <param name="bytes">How large a log may grow.</param>
    /// <param name="failed">Told of a log that cannot be tended.</param>
    public void Tend(long bytes, Action<Exception, string> failed)
    {
        foreach (var (path, live) in _live)
        {
            try
            {
                live.Note();
                live.Rotate(bytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failed(e, path);
            }
        }
    }

    /// <summary>Deletes the logs of pods that are gone, but for the youngest few of each owner.</summary>
    /// <param name="live">The uids of the pods that are not gone.</param>
    /// <param name="keep">How many.</param>
    public void Prune(IReadOnlySet<string> live, int keep)
    {
        if (!Directory.Exists(directory))
            return;
        var owners = Directory.GetDirectories(directory).SelectMany(Directory.GetDirectories).ToList();
        foreach (var folders in owners.GroupBy(LogPaths.WithoutRun))
        {
            var gone = folders.SelectMany(Directory.GetDirectories)
                .Where(pod => !live.Contains(pod[(pod.LastIndexOf('_') + 1)..]))
                .OrderByDescending(Directory.GetLastWriteTimeUtc)
                .ThenBy(pod => pod, StringComparer.Ordinal)
                .Skip(keep);
            foreach (var pod in gone)
                Directory.Delete(pod, recursive: true);
        }

        foreach (var owner in owners)
            DeleteEmpty(owner);
    }

    private void DeleteEmpty(string owner)
    {
        lock (_folders)
        {
            if (!Directory.EnumerateFileSystemEntries(owner).Any())
                Directory.Delete(owner);
        }
    }

    // A container that waits for its next run shows the last one, which then is also the one before.
    private static long? RunOf(JsonElement pod, LogOptions options)
    {
        var container = pod.ItemsAt("status", "containerStatuses").Concat(pod.ItemsAt("status", "initContainerStatuses"))
            .FirstOrDefault(status => status.TextAt("name") == options.Container);
        var restarts = container.NumberAt("restartCount") ?? 0;
        var waits = container.At("state", "running") is null && container.At("state", "terminated") is null;
        var hasLast = container.At("lastState", "terminated") is not null;
        return (options.Previous, waits) switch
        {
            (false, false) => restarts,
            (true, false) => hasLast ? restarts - 1 : null,
            (_, true) => hasLast ? restarts : null,
        };
    }
}
