using YamlDotNet.Core;
using YamlDotNet.Core.Events;
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
            return Parse(yaml);
        }
        catch (YamlException e)
        {
            throw new PlatformException(
                $"{source}, line {e.Start.Line}: this is not valid YAML: {e.Message.TrimEnd('.')}. Fix it and try again.", e);
        }
    }

    /// <summary>The same, for those who have words of their own for what is wrong.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static IList<YamlDocument> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new BoundedParser(yaml));
        return stream.Documents;
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

    /// <summary>
    /// The events of a text. Loading them takes a call for each level, and comparing a key one for each level of the key, which by an alias
    /// may be within itself: both are refused here before the stack is full, which would end the process.
    /// </summary>
    private sealed class BoundedParser(string yaml) : IParser
    {
        private readonly Parser _parser = new(new StringReader(yaml));
        private readonly HashSet<AnchorName> _words = [];

        // Of each list that is open null, of each mapping whether a key comes next.
        private readonly Stack<bool?> _open = new();

        public ParsingEvent? Current => _parser.Current;

        public bool MoveNext()
        {
            if (!_parser.MoveNext())
                return false;
            switch (Current)
            {
                case DocumentStart:
                    _words.Clear();
                    break;
                case SequenceEnd or MappingEnd:
                    _open.Pop();
                    break;
                case AnchorAlias alias:
                    Place(_words.Contains(alias.Value));
                    break;
                case Scalar scalar:
                    _words.Add(scalar.Anchor);
                    Place(isWord: true);
                    break;
                case NodeEvent collection:
                    _words.Remove(collection.Anchor);
                    Place(isWord: false);
                    _open.Push(collection is MappingStart ? true : null);
                    if (_open.Count > DeepestNesting)
                        throw Broken("the document is nested beyond any use");
                    break;
            }

            return true;
        }

        private void Place(bool isWord)
        {
            if (!_open.TryPop(out var isKey))
                return;
            if (isKey is true && !isWord)
                throw Broken("a key must be a plain word");
            _open.Push(!isKey);
        }

        private YamlException Broken(string what) => new(Current!.Start, Current.End, what);
    }
}
