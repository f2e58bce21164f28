namespace BigBen.Manifests.Specs;

/// <summary>
/// Reads the fields of one mapping of an object strictly: a wrong type, a missing or an unknown field is an error with its path.
/// </summary>
internal sealed class Fields(JsonObject node, string path, SpecContext context)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public SpecContext Context => context;

    public IEnumerable<string> Names => node.Select(entry => entry.Key);

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public PlatformException Broken(string name, string what) =>
        new($"{context.Object}: {PathOf(name)} {what}. Fix it in {context.Source}.");

    public bool Has(string name)
    {
        _seen.Add(name);
        return node[name] is not null;
    }

    public JsonNode? Any(string name)
    {
        _seen.Add(name);
        return node[name];
    }

    public string? Text(string name)
    {
        var value = Any(name);
        return value is null ? null
            : value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text
            : throw Broken(name, $"must be text, not {Show(value)}");
    }

    public string RequiredText(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw Broken(name, "is missing");

    public string OneOf(string name, string otherwise, params ReadOnlySpan<string> allowed)
    {
        var text = Text(name) ?? otherwise;
        return allowed.Contains(text) ? text : throw Broken(name, $"is '{text}', which must be one of {string.Join(", ", allowed)}");
    }

    public bool Flag(string name)
    {
        var value = Any(name);
        return value is not null
            && (value is JsonValue scalar && scalar.TryGetValue<bool>(out var flag)
                ? flag
                : throw Broken(name, $"must be true or false, not {Show(value)}"));
    }

    public int? Number(string name, int least = 0, int most = int.MaxValue)
    {
        var value = Any(name);
        if (value is null)
            return null;
        return value is JsonValue scalar && scalar.TryGetValue<long>(out var number) && number >= least && number <= most
            ? (int)number
            : throw Broken(name, $"must be a whole number from {least}{(most == int.MaxValue ? " up" : $" to {most}")}, not {Show(value)}");
    }

    /// <summary>A time; more than 40 days, which is how some write "never", is 40 days: no timer of .NET waits longer than 49.</summary>
    public TimeSpan Seconds(string name, int otherwise, int least = 0) =>
        TimeSpan.FromSeconds(Math.Min(Number(name, least) ?? otherwise, 40 * 24 * 3600));

    public NameOrNumber NameOrNumber(string name)
    {
        var value = Any(name) ?? throw Broken(name, "is missing");
        if (value is JsonValue scalar)
        {
            if (scalar.TryGetValue<long>(out var number) && number is > 0 and <= 65535)
                return new NameOrNumber(null, (int)number);
            if (scalar.TryGetValue<string>(out var text) && text.Any(char.IsAsciiLetter))
                return new NameOrNumber(text, 0);
        }

        throw Broken(name, $"must be a port's name or number, not {Show(value)}");
    }

    public Fields? Mapping(string name)
    {
        var value = Any(name);
        return value is null ? null
            : value is JsonObject mapping ? new Fields(mapping, PathOf(name), context)
            : throw Broken(name, $"must be a mapping, not {Show(value)}");
    }

    public Fields RequiredMapping(string name) => Mapping(name) ?? throw Broken(name, "is missing");

    public IReadOnlyList<Fields> Mappings(string name) =>
        [.. Items(name).Select((item, i) => item is JsonObject mapping
            ? new Fields(mapping, $"{PathOf(name)}[{i}]", context)
            : throw Broken($"{name}[{i}]", $"must be a mapping, not {Show(item)}"))];

    public IReadOnlyList<string> Texts(string name) =>
        [.. Items(name).Select((item, i) => item is JsonValue scalar && scalar.TryGetValue<string>(out var text)
            ? text
            : throw Broken($"{name}[{i}]", $"must be text, not {Show(item)}"))];

    /// <summary>Reports a field that is accepted and has no effect here.</summary>
    public void Unenforced(string name, string why)
    {
        if (Has(name) && node[name] is not (JsonObject { Count: 0 } or JsonArray { Count: 0 }))
            context.Unenforced.Add(new Unenforced(context.Object, PathOf(name), why));
    }

    /// <summary>Accepts fields whose meaning holds here anyway.</summary>
    public void Accept(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _seen.Add(name);
    }

    /// <summary>To be called last: every field must have been read.</summary>
    public void End()
    {
        foreach (var (name, _) in node)
        {
            if (!_seen.Contains(name))
                throw Broken(name, "is not a field that the local platform knows");
        }
    }

    private IReadOnlyList<JsonNode?> Items(string name)
    {
        var value = Any(name);
        return value is null ? []
            : [.. value as JsonArray ?? throw Broken(name, $"must be a list, not {Show(value)}")];
    }

    private static string Show(JsonNode? value) => value switch
    {
        null => "empty",
        JsonObject => "a mapping",
        JsonArray => "a list",
        _ => value.ToJsonString(),
    };
}

/// <summary>The object being read, and what was found out on the way.</summary>
/// <param name="Object">The object.</param>
/// <param name="Source">Where it came from.</param>
internal sealed record SpecContext(ObjectKey Object, string Source)
{
    /// <summary>Whether a pod has mount namespaces here, and with them its volumes at their paths and hosts of its own.</summary>
    public bool Mounts { get; init; }

    public List<Unenforced> Unenforced { get; } = [];
}

/// <summary>A port by its name, or by its number when the name is null.</summary>
internal readonly record struct NameOrNumber(string? Name, int Number)
{
    public override string ToString() => Name ?? Number.ToString(CultureInfo.InvariantCulture);
}
