using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BigBen.Foundation;
using BigBen.Manifests.Specs;

namespace BigBen.Runtime;

/// <summary>Builds the environment of a pod's process. Nothing is inherited from the platform but what a program needs to run at all.</summary>
internal static class PodEnvironment
{
    public const string NodeName = "local";
    public const string Address = "127.0.0.1";
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TZ", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>The environment, from the weakest source to the strongest: machine, namespace, image, envFrom, env, platform.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="spec">Its template.</param>
    /// <param name="annotations">Its annotations.</param>
    /// <param name="image">Its image.</param>
    /// <param name="namespaceEnvironment">What every pod of the namespace gets.</param>
    /// <param name="ports">Its ports.</param>
    /// <param name="data">The entries of a ConfigMap or Secret of its namespace by kind and name, or null.</param>
    /// <param name="fixedVariables">What the platform itself sets.</param>
    /// <exception cref="PlatformException">A ConfigMap, a Secret or an entry is missing.</exception>
    public static Dictionary<string, string> Build(
        PodStatus pod,
        PodSpec spec,
        IReadOnlyDictionary<string, string> annotations,
        ContainerImage image,
        IReadOnlyDictionary<string, string> namespaceEnvironment,
        IReadOnlyList<PodPort> ports,
        Func<string, string, IReadOnlyDictionary<string, string>?> data,
        IReadOnlyDictionary<string, string> fixedVariables)
    {
        var result = OfMachine();
        AddAll(result, namespaceEnvironment);
        AddAll(result, image.Environment);
        var container = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in spec.Container.EnvironmentFrom)
        {
            if (data(source.Kind, source.Name) is { } entries)
                AddAll(container, entries.Select(entry => KeyValuePair.Create(source.Prefix + entry.Key, entry.Value)));
            else if (!source.Optional)
                throw new PlatformException($"{source.Kind.ToLowerInvariant()} \"{source.Name}\" not found in {pod.Namespace}");
        }

        foreach (var variable in spec.Container.Environment)
        {
            var value = variable.From is null
                ? Expand(variable.Value ?? "", container)
                : ValueOf(variable.From, pod, spec, annotations, data);
            if (value is not null)
                container[variable.Name] = value;
        }

        AddAll(result, container);
        foreach (var (port, declared) in ports.Zip(spec.Container.Ports))
        {
            if (declared.Variable is { } name)
                result[name] = port.HostPort.ToString(CultureInfo.InvariantCulture);
        }

        AddAll(result, fixedVariables);
        return result;
    }

    /// <summary>
    /// Replaces <c>$(NAME)</c> as Kubernetes does: an unknown name stays as it is, <c>$$</c> is a dollar sign.
    /// </summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            if (text[i + 1] == '$')
            {
                result.Append('$');
                i++;
                continue;
            }

            var end = text[i + 1] == '(' ? text.IndexOf(')', i) : -1;
            if (end < 0)
            {
                result.Append('$');
                continue;
            }

            result.Append(variables.TryGetValue(text[(i + 2)..end], out var value) ? value : text[i..(end + 1)]);
            i = end;
        }

        return result.ToString();
    }

    private static string? ValueOf(
        EnvironmentReference reference,
        PodStatus pod,
        PodSpec spec,
        IReadOnlyDictionary<string, string> annotations,
        Func<string, string, IReadOnlyDictionary<string, string>?> data)
    {
        switch (reference)
        {
            case KeyReference key:
                var entries = data(key.Kind, key.Name);
                if (entries is not null && entries.TryGetValue(key.Key, out var value))
                    return value;
                return key.Optional ? null
                    : throw new PlatformException(entries is null
                        ? $"{key.Kind.ToLowerInvariant()} \"{key.Name}\" not found in {pod.Namespace}"
                        : $"couldn't find key {key.Key} in {key.Kind} {pod.Namespace}/{key.Name}");
            case ResourceReference resource:
                return spec.Container.Resources.Field(resource.Resource, resource.Divisor);
            case FieldReference field:
                return field.Path switch
                {
                    "metadata.name" => pod.Name,
                    "metadata.namespace" => pod.Namespace,
                    "metadata.uid" => pod.Uid,
                    "spec.nodeName" => NodeName,
                    "spec.serviceAccountName" => spec.ServiceAccount,
                    "status.podIP" or "status.podIPs" or "status.hostIP" or "status.hostIPs" => Address,
                    _ => FieldReference.KeyOf(field.Path, "metadata.labels") is { } label
                        ? pod.Labels.GetValueOrDefault(label, "")
                        : annotations.GetValueOrDefault(FieldReference.KeyOf(field.Path, "metadata.annotations")!, ""),
                };
            default:
                throw new InvalidOperationException($"no value for {reference}");
        }
    }

    private static Dictionary<string, string> OfMachine()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                result[name] = value;
        }

        // A framework-dependent program finds the runtime by this where it is not installed for the whole machine.
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT")
            ?? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (Directory.Exists(Path.Combine(root, "host", "fxr")))
            result["DOTNET_ROOT"] = root;
        return result;
    }

    private static void AddAll(Dictionary<string, string> target, IEnumerable<KeyValuePair<string, string>> source)
    {
        foreach (var (name, value) in source)
            target[name] = value;
    }
}
