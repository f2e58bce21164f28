namespace BigBen.Verbs.Export.Translating;

/// <summary>A mapping of an object on its way into another form. What is taken out of it is expressed there; what stays is not.</summary>
/// <param name="rest">What was not taken yet.</param>
internal sealed class Part(JsonObject rest)
{
    /// <summary>The names of the fields that were not taken yet.</summary>
    public IReadOnlyList<string> Names => [.. rest.Select(entry => entry.Key)];

    /// <summary>A mapping inside, by its path; null where there is none.</summary>
    public Part? At(params ReadOnlySpan<string> path)
    {
        var node = rest;
        foreach (var name in path)
        {
            if (node[name] is not JsonObject inner)
                return null;
            node = inner;
        }

        return new Part(node);
    }

    /// <summary>The mappings of a list; none where there is no list.</summary>
    public IReadOnlyList<Part> Items(string name) =>
        rest[name] is JsonArray list ? [.. list.OfType<JsonObject>().Select(item => new Part(item))] : [];

    /// <summary>A field's value, which stays; null where there is none.</summary>
    public JsonNode? Peek(string name) => rest[name];

    /// <summary>A field's value as text, which stays; empty where there is none.</summary>
    public string Text(string name) => rest[name]?.ToString() ?? "";

    /// <summary>Takes a field, whole.</summary>
    /// <returns>Its value, which belongs to nobody now; null where there is none.</returns>
    public JsonNode? Take(string name)
    {
        var value = rest[name];
        rest.Remove(name);
        return value;
    }

    /// <summary>Takes a field as text.</summary>
    public string? TakeText(string name) => Take(name)?.ToString();

    /// <summary>Takes fields that have these values: what they ask for holds there anyway.</summary>
    public void TakeWhere(params ReadOnlySpan<(string Name, JsonNode Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (JsonNode.DeepEquals(rest[name], value))
                rest.Remove(name);
        }
    }

    /// <summary>Takes what names an object: the other form has a thing of this name.</summary>
    public void TakeIdentity()
    {
        Take("apiVersion");
        Take("kind");
        At("metadata")?.Take("name");
        At("metadata")?.Take("namespace");
    }
}
