using System.Text.Encodings.Web;
using BigBen.Foundation.Services;
using BigBen.Manifests;

namespace BigBen.Verbs.Export.Translating;

/// <summary>
/// Objects on their way into a form that is not Kubernetes'. A target takes out what it expresses; what is left is what it cannot, found
/// out from the objects themselves, so that no field is ever dropped unseen.
/// </summary>
/// <param name="objects">The objects; they stay as they are.</param>
internal sealed class Translation(IEnumerable<Manifest> objects)
{
    // Longer values say no more about what is missing.
    private const int LongestValue = 80;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(Manifest Manifest, JsonObject Left)> _objects =
        [.. objects.Select(manifest => (manifest, (JsonObject)manifest.Body.DeepClone()))];

    private IReadOnlyDictionary<(string Secret, string Key), string>? _askedSecrets;

    /// <summary>The Services that pods are told of, taken or not: those that have pods and an address, and ports.</summary>
    public IEnumerable<(string Name, IReadOnlyList<ServicePort> Ports)> Services =>
        from one in _objects
        where one.Manifest.Key.Kind == "Service"
        let spec = one.Manifest.Body["spec"]
        where spec?["selector"] is not null && $"{spec["clusterIP"]}" != "None"
        let ports = PortsOf(spec["ports"] as JsonArray ?? [])
        where ports.Count > 0
        select (one.Manifest.Key.Name, ports);

    /// <summary>
    /// The variable by which people are asked for an entry of a Secret: one entry once, by the name that the service itself has it by, else
    /// by that of its database or its jobs. Of two entries that containers have by one name the second is asked for by Secret and key.
    /// </summary>
    public IReadOnlyDictionary<(string Secret, string Key), string> AskedSecrets => _askedSecrets ??= PodSpecs.AskedSecretsOf(
        _objects.OrderBy(one => one.Manifest.Key.Kind is not ("Deployment" or "CronJob")).Select(one => one.Manifest.Body));

    /// <summary>The objects of a kind.</summary>
    public IReadOnlyList<Part> Of(string kind) =>
        [.. _objects.Where(one => one.Manifest.Key.Kind == kind).Select(one => new Part(one.Left))];

    /// <summary>The object of a kind and name; null where there is none.</summary>
    public Part? Find(string kind, string name) =>
        _objects.Where(one => one.Manifest.Key.Kind == kind && one.Manifest.Key.Name == name)
            .Select(one => new Part(one.Left)).FirstOrDefault();

    /// <summary>The data of a ConfigMap, taken or not: several may use it; null where it is not among the objects.</summary>
    public IReadOnlyDictionary<string, string>? ConfigMap(string name) =>
        _objects.Where(one => one.Manifest.Key.Kind == "ConfigMap" && one.Manifest.Key.Name == name)
            .Select(one => (one.Manifest.Body["data"] as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => $"{entry.Value}"))
            .FirstOrDefault();

    /// <summary>Takes a ConfigMap's entry, once or again.</summary>
    public void TakeEntry(string name, string key)
    {
        var map = Find("ConfigMap", name);
        map?.TakeIdentity();
        map?.At("data")?.Take(key);
    }

    /// <summary>Takes labels that are expressed once from every object of which something is expressed.</summary>
    public void TakeLabels(JsonNode labels)
    {
        foreach (var (_, rest) in _objects.Where(one => !one.Left.ContainsKey("kind")))
            new Part(rest).At("metadata")?.TakeWhere(("labels", labels));
    }

    /// <summary>
    /// What was not taken, a line each: the object, the field's path and its value; the object alone where nothing of it was taken.
    /// </summary>
    public IReadOnlyList<string> Left() =>
        [.. _objects.SelectMany(one => Left(one.Left, one.Manifest.Body, "")
            .Select(left => $"{one.Manifest.Key.Kind} {one.Manifest.Key.Name}{left}"))];

    private static IReadOnlyList<ServicePort> PortsOf(JsonArray ports) =>
    [
        .. from port in ports
           let number = int.Parse($"{port!["port"]}", CultureInfo.InvariantCulture)
           select new ServicePort($"{port["name"]}", number, number, $"{port["protocol"] ?? "TCP"}"),
    ];

    private static IEnumerable<string> Left(JsonNode? rest, JsonNode? whole, string path)
    {
        if (JsonNode.DeepEquals(rest, whole))
            return [path.Length == 0 ? "" : $": {path}{Value(rest)}"];
        return rest switch
        {
            JsonObject mapping =>
                mapping.SelectMany(pair => Left(pair.Value, whole![pair.Key], path.Length == 0 ? pair.Key : $"{path}.{pair.Key}")),
            JsonArray list => list.SelectMany((item, index) => Left(item, whole![index], $"{path}[{index}]")),
            _ => [],
        };
    }

    private static string Value(JsonNode? value)
    {
        var text = value?.ToJsonString(Readable) ?? "null";
        return text.Length > LongestValue ? "" : $" = {text}";
    }
}
