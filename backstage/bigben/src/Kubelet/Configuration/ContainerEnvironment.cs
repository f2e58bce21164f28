using System.Globalization;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Configuration;

/// <summary>
/// Builds the environment of a container's process. Nothing is inherited from the platform but what a program needs to run at all.
/// </summary>
/// <param name="pod">The pod.</param>
/// <param name="spec">Its spec.</param>
/// <param name="data">The ConfigMaps and Secrets of its namespace.</param>
internal sealed class ContainerEnvironment(PodIdentity pod, PodSpec spec, ConfigData data)
{
    /// <summary>The environment, from the weakest source to the strongest: machine, namespace, image, envFrom, env, platform.</summary>
    /// <param name="image">The image.</param>
    /// <param name="ofNamespace">What every container of the namespace gets.</param>
    /// <param name="ports">The ports of the run, in the order in which the container declares them.</param>
    /// <param name="ofPlatform">What the platform itself sets.</param>
    /// <exception cref="ContainerException">A ConfigMap, a Secret or an entry is missing.</exception>
    public Dictionary<string, string> Build(
        ContainerImage image,
        IReadOnlyDictionary<string, string> ofNamespace,
        IReadOnlyList<HostPort> ports,
        IReadOnlyDictionary<string, string> ofPlatform)
    {
        var result = MachineEnvironment.Read();
        AddAll(result, ofNamespace);
        AddAll(result, image.Environment);
        AddAll(result, OfContainer());
        foreach (var (port, declared) in ports.Zip(spec.Container.Ports))
        {
            if (declared.Variable is { } name)
                result[name] = port.Number.ToString(CultureInfo.InvariantCulture);
        }

        AddAll(result, ofPlatform);
        return result;
    }

    private Dictionary<string, string> OfContainer()
    {
        var container = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in spec.Container.EnvironmentFrom)
        {
            if (data.Find(source.Kind, source.Name, source.Optional) is { } entries)
                AddAll(container, entries.Select(entry => KeyValuePair.Create(source.Prefix + entry.Key, entry.Value)));
        }

        foreach (var variable in spec.Container.Environment)
        {
            var value = variable.From is null ? VariableExpansion.Expand(variable.Value ?? "", container) : ValueOf(variable.From);
            if (value is not null)
                container[variable.Name] = value;
        }

        return container;
    }

    private string? ValueOf(EnvironmentReference reference) => reference switch
    {
        KeyReference key => data.Find(key.Kind, key.Name, key.Key, key.Optional),
        ResourceReference resource => spec.Container.Resources.Field(resource.Resource, resource.Divisor),
        FieldReference field => PodFields.Find(pod, spec, field.Path),
        _ => throw new InvalidOperationException($"no value for {reference}"),
    };

    private static void AddAll(Dictionary<string, string> target, IEnumerable<KeyValuePair<string, string>> source)
    {
        foreach (var (name, value) in source)
            target[name] = value;
    }
}
