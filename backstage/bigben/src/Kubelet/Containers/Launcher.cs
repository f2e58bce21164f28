using BigBen.Foundation;
using BigBen.Kubelet.Configuration;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Processes;
using BigBen.Kubelet.Volumes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>Gets a container ready to be started: its image, its ports, its environment, its command.</summary>
/// <param name="pod">The pod.</param>
/// <param name="spec">Its spec.</param>
/// <param name="directory">The pod's folder.</param>
/// <param name="volumes">Its volumes.</param>
/// <param name="services">What all pods share.</param>
internal sealed class Launcher(PodIdentity pod, PodSpec spec, string directory, PodVolumes volumes, KubeletServices services)
{
    private readonly ContainerEnvironment _environment = new(pod, spec, new ConfigData(services.Store, pod.Namespace));

    /// <summary>Finds the image.</summary>
    /// <exception cref="ContainerException">There is none.</exception>
    public async Task<ContainerImage> FindImageAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await services.Options.Images.ResolveAsync(spec.Container.Image, cancellationToken);
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
        var launch = new Launch(image, services.Ports);
        try
        {
            var ofNamespace = await services.Options.Environment(pod.Namespace, cancellationToken);
            foreach (var port in spec.Container.Ports)
                launch.TakePort(port.Name, port.Number);
            var environment = _environment.Build(image, ofNamespace, launch.Ports, OfPlatform(MakeTemporary()));
            foreach (var (name, folder) in volumes.Variables(spec.Container, environment))
                environment[name] = folder;
            launch.Environment = environment;
            launch.Command = Command(image, launch.Environment);
            return launch;
        }
        catch (PlatformException e)
        {
            launch.Dispose();
            throw new ContainerException(ContainerException.CreateContainerConfigError, e.Message);
        }
        catch
        {
            launch.Dispose();
            throw;
        }
    }

    private string MakeTemporary()
    {
        var temporary = Path.Combine(directory, "tmp");
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
        ["HOSTNAME"] = spec.Hostname ?? pod.Name,
        ["TMPDIR"] = temporary,
        [Leftovers.ClusterVariable] = services.Id,
        [Leftovers.PodVariable] = pod.Uid,
    };

    private List<string> Command(ContainerImage image, IReadOnlyDictionary<string, string> environment)
    {
        var container = spec.Container;
        var program = container.Command.Count > 0 ? container.Command : image.Entrypoint;
        // The image's own arguments are part of its entrypoint; those of the pod follow.
        return [.. program.Concat(container.Args).Select(word => VariableExpansion.Expand(word, environment))];
    }
}
