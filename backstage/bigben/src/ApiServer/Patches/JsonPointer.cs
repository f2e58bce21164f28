using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Patches;

/// <summary>A place in a JSON document (RFC 6901), such as <c>/spec/containers/0/image</c>.</summary>
internal sealed class JsonPointer
{
    private readonly string[] _parts;

    private JsonPointer(string[] parts) => _parts = parts;

    /// <summary>The place that holds this one; null for the whole document.</summary>
    public JsonPointer? Parent => _parts.Length == 0 ? null : new JsonPointer(_parts[..^1]);

    /// <summary>How many fields and indices lead there.</summary>
    public int Depth => _parts.Length;

    /// <summary>The place that fields and indices lead to.</summary>
    public static JsonPointer Of(IEnumerable<string> parts) => new([.. parts]);

    /// <summary>Reads a pointer.</summary>
    /// <exception cref="StatusException">It is none.</exception>
    public static JsonPointer Parse(string text)
    {
        if (text.Length == 0)
            return new JsonPointer([]);
        if (text[0] != '/')
            throw Failures.Unprocessable();
        return new JsonPointer([.. text[1..].Split('/').Select(Unescape)]);
    }

    /// <summary>What is there.</summary>
    /// <exception cref="StatusException">Nothing is.</exception>
    public JsonNode? Get(JsonNode? document) => TryGet(document, out var found) ? found : throw Failures.Unprocessable();

    /// <summary>Looks whether something is there.</summary>
    public bool TryGet(JsonNode? document, out JsonNode? found)
    {
        found = document;
        foreach (var part in _parts)
        {
            if (!TryStep(found, part, out found))
                return false;
        }

        return true;
    }

    /// <summary>Puts a value there: into an object, or into a list before what is there.</summary>
    /// <returns>The document, which is the value where the pointer means all of it.</returns>
    /// <exception cref="StatusException">Nothing is on the way there.</exception>
    public JsonNode? Add(JsonNode? document, JsonNode? value)
    {
        if (_parts.Length == 0)
            return value;
        switch (HolderIn(document))
        {
            case JsonObject map:
                map[_parts[^1]] = value;
                return document;
            case JsonArray list:
                list.Insert(_parts[^1] == "-" ? list.Count : Index(_parts[^1], list.Count + 1) ?? throw Failures.Unprocessable(), value);
                return document;
            default:
                throw Failures.Unprocessable();
        }
    }

    /// <summary>Takes away what is there.</summary>
    /// <exception cref="StatusException">Nothing is.</exception>
    public void Remove(JsonNode? document)
    {
        var parent = _parts.Length == 0 ? null : HolderIn(document);
        if (parent is JsonObject map && map.Remove(_parts[^1]))
            return;
        if (parent is not JsonArray list)
            throw Failures.Unprocessable();
        list.RemoveAt(Index(_parts[^1], list.Count) ?? throw Failures.Unprocessable());
    }

    /// <summary>Puts a value in the place of what is there.</summary>
    /// <returns>The document, which is the value where the pointer means all of it.</returns>
    /// <exception cref="StatusException">Nothing is there.</exception>
    public JsonNode? Replace(JsonNode? document, JsonNode? value)
    {
        if (_parts.Length == 0)
            return value;
        Get(document);
        var parent = HolderIn(document);
        if (parent is JsonArray list)
            list[Index(_parts[^1], list.Count)!.Value] = value;
        else
            parent[_parts[^1]] = value;
        return document;
    }

    private static bool TryStep(JsonNode? node, string part, out JsonNode? found)
    {
        found = null;
        switch (node)
        {
            case JsonObject map:
                return map.TryGetPropertyValue(part, out found);
            case JsonArray list when Index(part, list.Count) is { } index:
                found = list[index];
                return true;
            default:
                return false;
        }
    }

    // A negative one counts from the end, as in the library that Kubernetes uses.
    private static int? Index(string part, int count)
    {
        if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            return null;
        index = index < 0 ? count + index : index;
        return index >= 0 && index < count ? index : null;
    }

    private static string Unescape(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private JsonNode HolderIn(JsonNode? document)
    {
        foreach (var part in _parts.AsSpan(0, _parts.Length - 1))
        {
            if (!TryStep(document, part, out document))
                throw Failures.Unprocessable();
        }

        return document ?? throw Failures.Unprocessable();
    }
}
