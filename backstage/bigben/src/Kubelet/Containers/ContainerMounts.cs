using BigBen.Kubelet.Mounts;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Probes;
using BigBen.Kubelet.Volumes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>Gives a container its volumes at their paths, and its pod's hosts file, where this machine can.</summary>
internal static class ContainerMounts
{
    // Two files that stand for what no program does without.
    private static readonly string[] NeededByAll = ["/bin/sh", "/dev/null", "/proc/stat"];

    /// <summary>
    /// Makes the mount namespace of a run; null where it cannot have it. What is missing is told as an event.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="volumes">The folders of its mounts.</param>
    /// <param name="target">The run.</param>
    /// <param name="program">Its program.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<MountNamespace?> MakeAsync(
        PodContext pod,
        ContainerSpec container,
        IEnumerable<WantedMount> volumes,
        ProbeTarget target,
        string program,
        CancellationToken cancellationToken)
    {
        var support = pod.Services.Options.Mounts;
        if (!support.IsThere)
            return null;
        var wanted = volumes.ToList();
        if (wanted.All(mount => mount.Path != HostsFile.Path))
            wanted.Add(new WantedMount(pod.Volumes.Hosts, HostsFile.Path, ReadOnly: false));
        var plan = MountPlan.Of(wanted, [.. Needed(pod, target, program)]);
        IReadOnlyList<MissingMount> failed = [];
        try
        {
            if (plan.Mounts.Count == 0)
                return null;
            (var made, failed) = await MountNamespace.MakeAsync(support, plan, pod.DirectoryOf(container), cancellationToken);
            return made;
        }
        catch (Exception e) when (e is PlatformException or IOException or UnauthorizedAccessException)
        {
            failed = [.. plan.Mounts.Select(mount => new MissingMount(mount.Wanted, e.Message))];
            return null;
        }
        finally
        {
            List<MissingMount> missing = [.. plan.Missing, .. failed];
            NotMountedAnnotation.Write(pod.Services.Store, pod.Pod, wanted, missing);
            foreach (var mount in missing)
                Tell(pod, container, mount);
        }
    }

    private static IEnumerable<string> Needed(PodContext pod, ProbeTarget target, string program)
    {
        yield return pod.Services.Options.Directory;
        yield return target.Directory;
        if (ProgramPath.Find(program, target) is { } found)
            yield return found;
        if (target.Environment.GetValueOrDefault("DOTNET_ROOT") is { } runtime)
            yield return runtime;
        foreach (var path in NeededByAll)
            yield return path;
    }

    private static void Tell(PodContext pod, ContainerSpec container, MissingMount missing)
    {
        var variable = container.Mounts.FirstOrDefault(mount => mount.MountPath == missing.Wanted.Path)?.Variable;
        var instead = variable is null ? "" : $"; the variable {variable} names its folder";
        pod.Tell(container, "NotMounted", $"{missing.Wanted.Path} is not mounted: {missing.Why}{instead}", isWarning: true);
    }
}
