using BigBen.Kubelet.Containers;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Configuration;

/// <summary>
/// Tells the program of an image which ports and folders of this machine stand for those of its container: it knows neither the kubelet's
/// port variables nor those of volumes.
/// </summary>
internal static class ImageVariables
{
    /// <summary>Sets the variables that the image names. Nothing is set for a port that the pod does not declare.</summary>
    /// <param name="image">The image.</param>
    /// <param name="container">The container.</param>
    /// <param name="ports">The ports of the pod.</param>
    /// <param name="environment">The environment with the variables of the volumes; changed.</param>
    /// <param name="own">The folder for what is in no volume: it is lost with the container, as what is written into an image is.</param>
    public static void Place(
        ContainerImage image, ContainerSpec container, IReadOnlyList<HostPort> ports, Dictionary<string, string> environment, string own)
    {
        foreach (var port in ports.Reverse())
        {
            if (image.Ports.TryGetValue(port.Declared.Number, out var variable))
                environment[variable] = port.Number.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var variable in image.Paths)
        {
            if (environment.GetValueOrDefault(variable) is { } path && path.StartsWith('/'))
                environment[variable] = FolderOf(path, container, environment, own);
        }
    }

    private static string FolderOf(string path, ContainerSpec container, Dictionary<string, string> environment, string own)
    {
        var mount = container.Mounts
            .Where(mount => $"{path}/".StartsWith($"{mount.MountPath.TrimEnd('/')}/", StringComparison.Ordinal))
            .MaxBy(mount => mount.MountPath.Length);
        return mount is null
            ? $"{own}{path}"
            : environment[mount.Variable] + path[mount.MountPath.TrimEnd('/').Length..];
    }
}
