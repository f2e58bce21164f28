using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Configuration;

/// <summary>
/// Builds the environment of a container's process. Nothing is inherited from the platform but what a program needs to run at all.
/// </summary>
/// <param name="pod">The pod.</param>
/// <param name="spec">Its spec.</param>
/// <param name="container">The container.</param>
/// <param name="data">The ConfigMaps and Secrets of its namespace.</param>
internal sealed class ContainerEnvironment(PodIdentity pod, PodSpec spec, ContainerSpec container, ConfigData data)
{
    /// <summary>
    /// The environment, from the weakest source to the strongest: machine, namespace, image, Services, ports of the pod's other containers,
    /// envFrom, env, the container's own ports, platform.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="ofNamespace">What every container of the namespace gets.</param>
    /// <param name="ofServices">What tells where the Services are.</param>
    /// <param name="ports">The ports of the pod, those first that the container declares.</param>
    /// <param name="ofPlatform">What the platform itself sets.</param>
    /// <exception cref="ContainerException">A ConfigMap, a Secret or an entry is missing.</exception>
    public Dictionary<string, string> Build(
        ContainerImage image,
        IReadOnlyDictionary<string, string> ofNamespace,
        IReadOnlyDictionary<string, string> ofServices,
        IReadOnlyList<HostPort> ports,
        IReadOnlyDictionary<string, string> ofPlatform)
    {
        var result = MachineEnvironment.Read();
        AddAll(result, ofNamespace);
        AddAll(result, image.Environment);
        AddAll(result, ofServices);
        // The first one of a name wins.
        AddAll(result, Variables(ports.Skip(container.Ports.Count).Reverse()));
        AddAll(result, OfContainer(ofServices));
        AddAll(result, Variables(ports.Take(container.Ports.Count)));
        if (ports.Take(container.Ports.Count).FirstOrDefault(port => port.Declared.IsMain) is { } main)
            result["PORT"] = main.Number.ToString(CultureInfo.InvariantCulture);
        AddAll(result, ofPlatform);
        return result;
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables(IEnumerable<HostPort> ports) => ports
        .Where(port => port.Declared.Variable is not null)
        .Select(port => KeyValuePair.Create(port.Declared.Variable!, port.Number.ToString(CultureInfo.InvariantCulture)));

    private Dictionary<string, string> OfContainer(IReadOnlyDictionary<string, string> ofServices)
    {
        // A value may refer to envFrom, to the entries of env before it, and to Services, which are the weakest.
        var known = new Dictionary<string, string>(ofServices, StringComparer.Ordinal);
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in container.EnvironmentFrom)
        {
            if (data.Find(source.Kind, source.Name, source.Optional) is { } entries)
                AddAll(result, entries.Select(entry => KeyValuePair.Create(source.Prefix + entry.Key, entry.Value)));
        }

        AddAll(known, result);

        foreach (var variable in container.Environment)
        {
            var value = variable.From is null ? VariableExpansion.Expand(variable.Value ?? "", known) : ValueOf(variable.From);
            if (value is not null)
                known[variable.Name] = result[variable.Name] = value;
        }

        return result;
    }

    private string? ValueOf(EnvironmentReference reference) => reference switch
    {
        KeyReference key => data.Find(key.Kind, key.Name, key.Key, key.Optional),
        ResourceReference resource =>
            (spec.All.FirstOrDefault(other => other.Name == resource.Container) ?? container).Resources
                .Field(resource.Resource, resource.Divisor),
        FieldReference field => PodFields.Find(pod, spec, field.Path),
        _ => throw new InvalidOperationException($"no value for {reference}"),
    };

    private static void AddAll(Dictionary<string, string> target, IEnumerable<KeyValuePair<string, string>> source)
    {
        foreach (var (name, value) in source)
            target[name] = value;
    }
}
