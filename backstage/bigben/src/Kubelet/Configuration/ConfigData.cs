using System.Text;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Containers;

namespace BigBen.Kubelet.Configuration;

/// <summary>The entries of the ConfigMaps and Secrets of a namespace, as they are in the store.</summary>
/// <param name="store">Where they are.</param>
/// <param name="ns">The namespace.</param>
internal sealed class ConfigData(IObjectStore store, string ns)
{
    /// <summary>The entries of an object that are text; null where it is not there and need not be.</summary>
    /// <exception cref="ContainerException">It is not there, or an entry of a Secret is not base64.</exception>
    public IReadOnlyDictionary<string, string>? Find(string kind, string name, bool optional) =>
        FindObject(kind, name, optional) is { } found
            ? found.FieldsAt("data").ToDictionary(
                entry => entry.Name, entry => kind == Kinds.Secrets.Kind ? Encoding.UTF8.GetString(Decode(entry, kind, name)) : Text(entry))
            : null;

    /// <summary>All entries of an object, as bytes; null where it is not there and need not be.</summary>
    /// <exception cref="ContainerException">It is not there, or an entry is not base64.</exception>
    public IReadOnlyDictionary<string, byte[]>? FindBytes(string kind, string name, bool optional)
    {
        if (FindObject(kind, name, optional) is not { } found)
            return null;
        var texts = kind == Kinds.Secrets.Kind ? [] : found.FieldsAt("data");
        var bytes = found.FieldsAt(kind == Kinds.Secrets.Kind ? "data" : "binaryData");
        return texts.Select(entry => KeyValuePair.Create(entry.Name, Encoding.UTF8.GetBytes(Text(entry))))
            .Concat(bytes.Select(entry => KeyValuePair.Create(entry.Name, Decode(entry, kind, name))))
            .ToDictionary();
    }

    /// <summary>One entry of an object; null where it is not there and need not be.</summary>
    /// <exception cref="ContainerException">It is not there, or is not base64.</exception>
    public string? Find(string kind, string name, string key, bool optional)
    {
        if (Find(kind, name, optional)?.TryGetValue(key, out var value) is true)
            return value;
        return optional ? null : throw Missing($"couldn't find key {key} in {kind} {ns}/{name}");
    }

    private JsonElement? FindObject(string kind, string name, bool optional)
    {
        var found = store.Find(kind == Kinds.Secrets.Kind ? Kinds.Secrets : Kinds.ConfigMaps, ns, name);
        return found is not null || optional ? found : throw Missing($"{kind.ToLowerInvariant()} \"{name}\" not found");
    }

    private static string Text(JsonProperty entry) => entry.Value.GetString() ?? "";

    private byte[] Decode(JsonProperty entry, string kind, string name)
    {
        try
        {
            return Convert.FromBase64String(Text(entry));
        }
        catch (FormatException)
        {
            throw Missing($"key {entry.Name} in {kind} {ns}/{name} is not base64");
        }
    }

    private static ContainerException Missing(string message) => new(ContainerException.CreateContainerConfigError, message);
}
