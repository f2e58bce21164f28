using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BigBen.Foundation;

/// <summary>YAML text to JSON nodes: quoted scalars are strings, plain ones are typed, duplicate keys are errors.</summary>
internal static class YamlReader
{
    // An alias can repeat a node without bound; no real manifest comes near this many values.
    private const int MostNodes = 200_000;
    private const int DeepestNesting = 100;

    /// <summary>The documents of a stream, each with the line it starts at; empty documents are left out but counted.</summary>
    /// <exception cref="PlatformException">The text is not YAML, or has what JSON cannot hold.</exception>
    public static IEnumerable<(int Number, int Line, JsonNode Body)> Documents(string yaml, string source)
    {
        var number = 0;
        foreach (var document in Load(yaml, source))
        {
            number++;
            var budget = MostNodes;
            if (Convert(document.RootNode, source, 0, ref budget) is { } body)
                yield return (number, (int)document.RootNode.Start.Line, body);
        }
    }

    /// <summary>The first document that is not empty; null where there is none, or it is not a map.</summary>
    /// <inheritdoc cref="Documents"/>
    public static JsonObject? FirstMap(string yaml, string source) => Documents(yaml, source).FirstOrDefault().Body as JsonObject;

    /// <summary>The documents of a stream as they are written, the empty ones too.</summary>
    /// <exception cref="PlatformException">The text is not YAML.</exception>
    public static IList<YamlDocument> Load(string yaml, string source)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents;
        }
        catch (YamlException e)
        {
            throw new PlatformException(
                $"{source}, line {e.Start.Line}: this is not valid YAML: {e.Message.TrimEnd('.')}. Fix it and try again.", e);
        }
    }

    private static JsonNode? Convert(YamlNode node, string source, int depth, ref int budget)
    {
        if (--budget < 0 || depth > DeepestNesting)
            throw Broken(node, source, "the document is nested or repeated beyond any use");
        switch (node)
        {
            case YamlScalarNode scalar:
                return Scalar(scalar, source);
            case YamlSequenceNode sequence:
                var array = new JsonArray();
                foreach (var item in sequence.Children)
                    array.Add(Convert(item, source, depth + 1, ref budget));
                return array;
            case YamlMappingNode mapping:
                return Mapping(mapping, source, depth, ref budget);
            default:
                throw Broken(node, source, $"a {node.NodeType} has no place here");
        }
    }

    private static JsonObject Mapping(YamlMappingNode mapping, string source, int depth, ref int budget)
    {
        var result = new JsonObject();
        var merged = new List<JsonObject>();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } scalar)
                throw Broken(key, source, "a key must be a plain word");
            var converted = Convert(value, source, depth + 1, ref budget);
            if (name == "<<" && scalar.Style == ScalarStyle.Plain)
                merged.AddRange(Merged(converted) ?? throw Broken(value, source, "'<<' takes a mapping or a list of mappings"));
            else if (!result.TryAdd(name, converted))
                throw Broken(key, source, $"the key '{name}' is there twice");
        }

        foreach (var (name, value) in merged.SelectMany(other => other))
        {
            if (!result.ContainsKey(name))
                result[name] = value?.DeepClone();
        }

        return result;
    }

    private static IEnumerable<JsonObject>? Merged(JsonNode? node) => node switch
    {
        JsonObject one => [one],
        JsonArray many when many.All(item => item is JsonObject) => many.Select(item => (JsonObject)item!),
        _ => null,
    };

    private static JsonNode? Scalar(YamlScalarNode scalar, string source)
    {
        var text = scalar.Value ?? "";
        var tagged = scalar.Tag is { IsEmpty: false, IsNonSpecific: false };
        if (tagged && scalar.Tag.Value != "tag:yaml.org,2002:str")
            throw Broken(scalar, source, $"the tag '{scalar.Tag.Value}' has no place here");
        if (tagged || scalar.Style != ScalarStyle.Plain)
            return JsonValue.Create(text);
        try
        {
            return YamlScalar.Resolve(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw Broken(scalar, source, e.Message);
        }
    }

    private static PlatformException Broken(YamlNode node, string source, string what) =>
        new($"{source}, line {node.Start.Line}: {what}. Fix it and try again.");
}
