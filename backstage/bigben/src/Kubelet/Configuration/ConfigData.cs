using System.Text;
using System.Text.Json;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Containers;

namespace BigBen.Kubelet.Configuration;

/// <summary>The entries of the ConfigMaps and Secrets of a namespace, as they are in the store.</summary>
/// <param name="store">Where they are.</param>
/// <param name="ns">The namespace.</param>
internal sealed class ConfigData(IObjectStore store, string ns)
{
    /// <summary>The resource that ConfigMaps are.</summary>
    public static readonly ApiResource ConfigMaps = ResourceCatalog.Find("", "v1", "configmaps")!;

    /// <summary>The resource that Secrets are.</summary>
    public static readonly ApiResource Secrets = ResourceCatalog.Find("", "v1", "secrets")!;

    /// <summary>The entries of an object; null where it is not there and need not be.</summary>
    /// <exception cref="ContainerException">It is not there, or an entry of a Secret is not base64.</exception>
    public IReadOnlyDictionary<string, string>? Find(string kind, string name, bool optional)
    {
        var isSecret = kind == Secrets.Kind;
        if (store.Find(isSecret ? Secrets : ConfigMaps, ns, name) is { } found)
            return found.FieldsAt("data").ToDictionary(entry => entry.Name, entry => isSecret ? Decode(entry, name) : Text(entry));
        return optional ? null : throw Missing($"{kind.ToLowerInvariant()} \"{name}\" not found");
    }

    /// <summary>One entry of an object; null where it is not there and need not be.</summary>
    /// <exception cref="ContainerException">It is not there, or is not base64.</exception>
    public string? Find(string kind, string name, string key, bool optional)
    {
        if (Find(kind, name, optional)?.TryGetValue(key, out var value) is true)
            return value;
        return optional ? null : throw Missing($"couldn't find key {key} in {kind} {ns}/{name}");
    }

    private static string Text(JsonProperty entry) => entry.Value.GetString() ?? "";

    private string Decode(JsonProperty entry, string name)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(Text(entry)));
        }
        catch (FormatException)
        {
            throw Missing($"key {entry.Name} in Secret {ns}/{name} is not base64");
        }
    }

    private static ContainerException Missing(string message) => new(ContainerException.CreateContainerConfigError, message);
}
