using BigBen.Kubelet.Configuration;
using BigBen.Kubelet.Mounts;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Probes;
using BigBen.Kubelet.Processes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>Gets a container ready to be started: its image, its ports, its environment, its command.</summary>
/// <param name="pod">The pod.</param>
/// <param name="container">The container.</param>
internal sealed class Launcher(PodContext pod, ContainerSpec container)
{
    private readonly ContainerEnvironment _environment =
        new(pod.Pod, pod.Spec, container, new ConfigData(pod.Services.Store, pod.Pod.Namespace));

    /// <summary>Finds the image.</summary>
    /// <exception cref="ContainerException">There is none.</exception>
    public async Task<ContainerImage> FindImageAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await pod.Services.Options.Images.ResolveAsync(container.Image, cancellationToken);
        }
        catch (PlatformException e)
        {
            throw new ContainerException(ContainerException.ErrImagePull, e.Message);
        }
    }

    /// <summary>Prepares a run.</summary>
    /// <exception cref="ContainerException">Something that it needs is missing.</exception>
    public async Task<Launch> PrepareAsync(ContainerImage image, CancellationToken cancellationToken)
    {
        try
        {
            var ofNamespace = await pod.Services.Options.Environment(pod.Pod.Namespace, cancellationToken);
            var ports = pod.Ports.For(container);
            var services = pod.Spec.ServiceLinks ? Links() : [];
            var temporary = MakeTemporary();
            var environment = _environment.Build(image, ofNamespace, services, ports, OfPlatform(temporary));
            var mounts = pod.Volumes.Folders(container, environment).ToList();
            foreach (var (mount, folder) in mounts)
                environment[mount.Variable] = folder;
            ImageVariables.Place(image, container, ports, environment, temporary);
            var command = Command(image, environment);
            var target = new ProbeTarget(image.RootDirectory, environment, ports);
            var volumes = mounts.Select(mount => new WantedMount(mount.Folder, mount.Mount.MountPath, mount.Mount.ReadOnly));
            return new Launch(image, command, target with
            {
                Mounts = await ContainerMounts.MakeAsync(pod, container, volumes, target, command[0], cancellationToken),
            });
        }
        catch (PlatformException e)
        {
            throw new ContainerException(ContainerException.CreateContainerConfigError, e.Message);
        }
    }

    private Dictionary<string, string> Links() =>
        ServiceLinks.Of(pod.Services.Store, pod.Pod.Namespace, pod.Services.Options.Services());

    private string MakeTemporary()
    {
        var temporary = Path.Combine(pod.DirectoryOf(container), "tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            return temporary;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerException(ContainerException.CreateContainerError, $"'{temporary}' cannot be made: {e.Message}");
        }
    }

    private Dictionary<string, string> OfPlatform(string temporary) => new()
    {
        ["BIND_ADDRESS"] = NodeAgent.Address,
        ["HOSTNAME"] = pod.Spec.Hostname ?? pod.Pod.Name,
        ["TMPDIR"] = temporary,
        [Leftovers.ClusterVariable] = pod.Services.Id,
        [Leftovers.PodVariable] = pod.Pod.Uid,
        [Leftovers.ContainerVariable] = Leftovers.MarkOf(pod.Pod, container.Name),
    };

    private List<string> Command(ContainerImage image, IReadOnlyDictionary<string, string> environment)
    {
        var program = container.Command.Count > 0 ? container.Command : image.Entrypoint;
        // The image's own arguments are part of its entrypoint; those of the pod follow.
        return [.. program.Concat(container.Args).Select(word => VariableExpansion.Expand(word, environment))];
    }
}
