using System.Security.Cryptography;
using System.Text;

namespace BigBen.Manifests;

/// <summary>One object as it was asked for. Neither the manifest nor its body changes once made.</summary>
public sealed class Manifest
{
    private Manifest(ObjectKey key, string version, JsonObject body, string source, string? template)
    {
        Template = template;
        Key = key;
        Version = version;
        Body = body;
        Source = source;
        Hash = HashOf(body);
    }

    /// <summary>What names the object.</summary>
    public ObjectKey Key { get; }

    /// <summary>The API version without its group: <c>v1</c>.</summary>
    public string Version { get; }

    /// <summary>The whole object, its namespace filled in. Read it, never change it: clone it first.</summary>
    public JsonObject Body { get; }

    /// <summary>Where it came from, for messages.</summary>
    public string Source { get; }

    /// <summary>The template of a chart that made it, as Helm says it: <c>app/templates/deployment.yaml</c>; null where none did.</summary>
    public string? Template { get; }

    /// <summary>SHA-256 of the body in canonical form, 64 hex digits: the same for any order of keys and any style of YAML.</summary>
    public string Hash { get; }

    /// <summary>The labels of the object.</summary>
    public IReadOnlyDictionary<string, string> Labels => TextMap("labels");

    /// <summary>The annotations of the object.</summary>
    public IReadOnlyDictionary<string, string> Annotations => TextMap("annotations");

    /// <summary>
    /// Reads every document of <paramref name="yaml"/>. Plain scalars are typed as Helm and kubectl read them, quoted ones are strings.
    /// Empty documents are left out and a <c>List</c> is taken apart.
    /// </summary>
    /// <param name="yaml">YAML or JSON text of any number of documents.</param>
    /// <param name="source">Where the text came from, for messages.</param>
    /// <param name="defaultNamespace">The namespace of objects that belong to one and name none.</param>
    /// <exception cref="PlatformException">
    /// The text is not YAML, has a key twice, a document is not an object, lacks <c>apiVersion</c>, <c>kind</c> or <c>metadata.name</c>, or
    /// two documents describe the same object. The message names the source and the document or line.
    /// </exception>
    public static IReadOnlyList<Manifest> ParseAll(string yaml, string source, string defaultNamespace)
    {
        var manifests = new List<Manifest>();
        var templates = TemplateComments.Of(yaml);
        foreach (var (number, line, body) in YamlReader.Documents(yaml, source))
            Read(body, new Origin($"{source}, document {number} (line {line})", templates.At(line)), defaultNamespace, manifests);
        var twice = manifests.GroupBy(manifest => manifest.Key).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? manifests
            : throw new PlatformException($"{twice.Last().Source}: {twice.Key} is described twice. Remove or rename one of them.");
    }

    /// <summary>One object from its JSON; the body is copied.</summary>
    /// <inheritdoc cref="ParseAll"/>
    public static Manifest Of(JsonObject body, string source, string defaultNamespace) =>
        Of(body, new Origin(source, null), defaultNamespace);

    /// <summary>The same object with another body, from the same source and template; the body is copied.</summary>
    /// <inheritdoc cref="ParseAll"/>
    public Manifest With(JsonObject body, string defaultNamespace) => Of(body, new Origin(Source, Template), defaultNamespace);

    /// <summary>The object as YAML, its keys in the order in which they were given.</summary>
    public string ToYaml() => YamlWriter.Write(Body);

    /// <summary>The key, in words.</summary>
    public override string ToString() => Key.ToString();

    /// <summary>SHA-256 of the canonical form of <paramref name="node"/>: its keys sorted, no blanks.</summary>
    internal static string HashOf(JsonNode? node) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Sorted(node)?.ToJsonString() ?? "null")));

    private static Manifest Of(JsonObject body, Origin origin, string defaultNamespace)
    {
        var source = origin.Source;
        var group = Text(body, source, "apiVersion");
        var kind = Text(body, source, "kind");
        if (body["metadata"] is not JsonObject given)
            throw new PlatformException($"{source}: the {kind} has no metadata. Give it metadata.name.");
        var name = Text(given, source, "name", "metadata.");
        var slash = group.IndexOf('/', StringComparison.Ordinal);
        var scope = KnownKinds.IsClusterScoped(kind)
            ? ""
            : given.ContainsKey("namespace") ? Text(given, source, "namespace", "metadata.")
            : defaultNamespace;
        var copy = (JsonObject)body.DeepClone();
        if (scope.Length > 0)
            copy["metadata"]!["namespace"] = scope;
        var key = new ObjectKey(slash < 0 ? "" : group[..slash], kind, scope, name);
        return new Manifest(key, group[(slash + 1)..], copy, source, origin.Template);
    }

    private static void Read(JsonNode body, Origin origin, string defaultNamespace, List<Manifest> manifests)
    {
        if (body is not JsonObject mapping)
        {
            throw new PlatformException(
                $"{origin.Source}: this is not a Kubernetes object, which starts with apiVersion and kind. Fix or remove it.");
        }

        if (mapping["kind"]?.ToString() == "List" && mapping["items"] is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
                Read(items[i] ?? new JsonObject(), origin with { Source = $"{origin.Source}, item {i + 1}" }, defaultNamespace, manifests);
            return;
        }

        manifests.Add(Of(mapping, origin, defaultNamespace));
    }

    private static string Text(JsonObject node, string source, string field, string path = "") =>
        node[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw new PlatformException(
                node[field] is null
                    ? $"{source}: the object has no {path}{field}. Give it one."
                    : $"{source}: {path}{field} is {node[field]!.ToJsonString()}, which is not text. Put it in quotes.");

    private Dictionary<string, string> TextMap(string field) =>
        (Body["metadata"]?[field] as JsonObject)?.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "") ?? [];

    // Where a document came from: the text, for messages, and the template that made it.
    private sealed record Origin(string Source, string? Template);
}
