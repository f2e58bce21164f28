using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Configuration;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;
using BigBen.Manifests.Specs.Volumes;

namespace BigBen.Kubelet.Volumes;

/// <summary>The volumes of a pod, each a folder of this machine.</summary>
/// <param name="pod">The pod.</param>
/// <param name="spec">Its spec.</param>
/// <param name="directory">The pod's folder.</param>
/// <param name="relabelled">Beats when the pod's labels or annotations have changed.</param>
/// <param name="services">What all pods share.</param>
internal sealed class PodVolumes(PodIdentity pod, PodSpec spec, string directory, Pulse relabelled, KubeletServices services)
    : IAsyncDisposable
{
    private readonly ProjectedFiles _files = new(spec, new ConfigData(services.Store, pod.Namespace));
    private readonly VolumeClaims _claims = new(services.Store);
    private readonly CancellationTokenSource _end = new();
    private Task _following = Task.CompletedTask;

    /// <summary>The pod's own <c>/etc/hosts</c>, where it can be mounted.</summary>
    public string Hosts { get; } = Path.Combine(directory, "etc-hosts");

    // A Service may come while the pod runs, so it does not depend on whether there is any.
    private bool HasHosts => services.Options.Mounts.IsThere;

    private IReadOnlyList<(string Name, string Address)> ServiceNames =>
        [.. services.Options.Services().SelectMany(service => service.NamesIn(pod.Namespace).Select(name => (name, service.Host)))];

    private string Root => RootOf(directory);

    private IEnumerable<VolumeSpec> Projected => spec.Volumes.Where(volume => volume.Source is ProjectedSource);

    /// <summary>
    /// Deletes what a kubelet that ended has left of pods, but for the volumes of those that go on. What cannot be deleted stays.
    /// </summary>
    /// <param name="pods">The folder of the pods' folders.</param>
    /// <param name="uids">The pods that go on.</param>
    /// <param name="logger">Told of what stays.</param>
    public static void DeleteOthers(string pods, IReadOnlySet<string> uids, ILogger logger)
    {
        if (!Directory.Exists(pods))
            return;
        foreach (var pod in Directory.GetDirectories(pods))
        {
            var left = uids.Contains(Path.GetFileName(pod))
                ? Directory.GetFileSystemEntries(pod).Where(entry => entry != RootOf(pod))
                : [pod];
            foreach (var entry in left)
                TryDelete(entry, logger);
        }
    }

    /// <summary>
    /// Makes the folders and writes the files that are of the API's objects; waits for those that are missing. From then on the files are
    /// kept equal to the objects.
    /// </summary>
    /// <param name="cancellationToken">The pod is to end.</param>
    public async Task MountAsync(CancellationToken cancellationToken)
    {
        var waits = new BackOff(services.Options.ImageBackOff, services.Clock);
        for (var wake = services.Wake.Next; !TryMount(); wake = services.Wake.Next)
        {
            using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(waits.Next(immediateFirst: false), services.Clock, awake.Token), wake);
            await awake.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        _following = FollowAsync(_end.Token);
    }

    /// <summary>Ends following the objects.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    /// <summary>The folders of a container's mounts.</summary>
    /// <param name="container">The container.</param>
    /// <param name="environment">What <c>$(NAME)</c> in a <c>subPathExpr</c> means.</param>
    /// <exception cref="ContainerException">There is no such volume, or no such part of it can be.</exception>
    public IEnumerable<(VolumeMountSpec Mount, string Folder)> Folders(
        ContainerSpec container, IReadOnlyDictionary<string, string> environment) =>
        container.Mounts.Select(mount => (mount, FolderOf(mount, environment)));

    private static string RootOf(string pod) => Path.Combine(pod, "volumes");

    private static void TryDelete(string entry, ILogger logger)
    {
        try
        {
            if (Directory.Exists(entry))
                FolderRemoval.Delete(entry);
            else
                File.Delete(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LeftoverNotDeleted(e, entry);
        }
    }

    private bool TryMount()
    {
        foreach (var volume in spec.Volumes)
        {
            try
            {
                Mount(volume);
            }
            catch (Exception e) when (IsPassing(e))
            {
                var message = $"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}";
                services.Events.Record(new PodEvent(pod, null, IsWarning: true, "FailedMount", message));
                return false;
            }
        }

        return TryWriteHosts();
    }

    private bool TryWriteHosts()
    {
        if (!HasHosts)
            return true;
        try
        {
            StateFolder.MakePrivate(directory);
            var machine = File.Exists(HostsFile.Path) ? File.ReadAllLines(HostsFile.Path) : [];
            HostsFile.Write(Hosts, HostsFile.Of(pod, spec, ServiceNames, machine));
            return true;
        }
        catch (Exception e) when (IsPassing(e))
        {
            services.Events.Record(new PodEvent(pod, null, IsWarning: true, "FailedMount", $"{HostsFile.Path} of the pod: {e.Message}"));
            return false;
        }
    }

    // What may be otherwise the next time: something is missing, the disk is full, no port is free.
    private static bool IsPassing(Exception e) =>
        e is ContainerException or PlatformException or IOException or UnauthorizedAccessException;

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (Projected.Any() || HasHosts)
        {
            var next = Task.WhenAny(services.Wake.Next, relabelled.Next);
            Refresh();
            await next.WaitAsync(cancellationToken);
        }
    }

    private void Mount(VolumeSpec volume)
    {
        // A folder that was lost is not made again: an empty one in its place would look like data that was deleted.
        if (volume.Source is ClaimSource claim && _claims.FolderOf(pod.Namespace, claim.ClaimName) is { } kept && !Directory.Exists(kept))
            throw new DirectoryNotFoundException($"hostPath type check failed: {kept} is not a directory");
        if (volume.Source is not (EmptyDirSource or ProjectedSource))
            return;
        StateFolder.MakePrivate(Root);
        var folder = Directory.CreateDirectory(Path.Combine(Root, volume.Name)).FullName;
        if (volume.Source is ProjectedSource source)
            new AtomicWriter(folder, services.Clock).Write(_files.Of(Now(), source));
    }

    // Its labels and annotations change while it runs.
    private PodIdentity Now() =>
        services.Store.Find(Kinds.Pods, pod.Namespace, pod.Name) is { } found && found.Text("uid") == pod.Uid ? PodIdentity.Of(found) : pod;

    private void Refresh()
    {
        TryWriteHosts();
        foreach (var volume in Projected)
        {
            try
            {
                Mount(volume);
            }
            catch (Exception e) when (IsPassing(e))
            {
                // What runs goes on with the files that it has.
                services.Logger.VolumeNotRefreshed(e, volume.Name, pod);
            }
        }
    }

    private string FolderOf(VolumeMountSpec mount, IReadOnlyDictionary<string, string> environment)
    {
        var volume = spec.Volumes.FirstOrDefault(found => found.Name == mount.Volume) ?? throw Wrong($"volume {mount.Volume} not found");
        var folder = volume.Source switch
        {
            HostPathSource host => host.Path,
            ClaimSource claim => _claims.FolderOf(pod.Namespace, claim.ClaimName)
                ?? throw Wrong($"persistentvolumeclaim \"{claim.ClaimName}\" has no volume"),
            _ => Path.Combine(Root, volume.Name),
        };
        if (mount.SubPath.Length == 0)
            return folder;
        // What a variable holds is known only now.
        var subPath = VariableExpansion.Expand(mount.SubPath, environment);
        if (Path.IsPathRooted(subPath))
            throw Wrong($"error SubPath `{subPath}` must not be an absolute path");
        if (subPath.Split('/').Contains(".."))
            throw Wrong($"unable to provision SubPath `{subPath}`: must not contain '..'");
        var part = Path.Combine(folder, subPath);
        if (!Path.Exists(part))
            Directory.CreateDirectory(part);
        return part;
    }

    private static ContainerException Wrong(string message) => new(ContainerException.CreateContainerConfigError, message);
}
