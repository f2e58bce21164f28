namespace BigBen.ArgoCd.Differences;

/// <summary>One step of a <see cref="JqPath"/>: where it leads to from a place. From one that does not fit it leads nowhere.</summary>
internal abstract record JqStep
{
    public abstract IEnumerable<JqPlace> From(JqPlace place);
}

/// <summary><c>.name</c> or <c>["name"]</c>.</summary>
internal sealed record JqField(string Name) : JqStep
{
    public override IEnumerable<JqPlace> From(JqPlace place) =>
        place.Value is null or JsonObject ? [new JqPlace(place.Path.Add(Name), place.Value?[Name])] : [];
}

/// <summary><c>[3]</c>; a negative index counts from the end.</summary>
internal sealed record JqIndex(int Index) : JqStep
{
    public override IEnumerable<JqPlace> From(JqPlace place) =>
        place.Value is JsonArray list && (Index < 0 ? list.Count + Index : Index) is var at && at >= 0 && at < list.Count
            ? [JqEach.At(place, list, at)]
            : [];
}

/// <summary><c>[]</c>: every element of a list, every field of an object.</summary>
internal sealed record JqEach : JqStep
{
    public override IEnumerable<JqPlace> From(JqPlace place) => place.Value switch
    {
        JsonArray list => Enumerable.Range(0, list.Count).Select(index => At(place, list, index)),
        JsonObject map => map.Select(field => new JqPlace(place.Path.Add(field.Key), field.Value)),
        _ => [],
    };

    public static JqPlace At(JqPlace place, JsonArray list, int index) =>
        new(place.Path.Add(index.ToString(CultureInfo.InvariantCulture)), list[index]);
}

/// <summary><c>select(.name == "value")</c>: stays at places of which that is so.</summary>
/// <param name="Steps">What leads to the value that is looked at.</param>
/// <param name="IsEqual">Whether it is to be equal; otherwise it is to differ. Null where it only is to be neither null nor false.</param>
/// <param name="Value">What it is compared with.</param>
internal sealed record JqSelect(IReadOnlyList<JqStep> Steps, bool? IsEqual, JsonNode? Value) : JqStep
{
    public override IEnumerable<JqPlace> From(JqPlace place)
    {
        IEnumerable<JqPlace> looked = [place];
        foreach (var step in Steps)
            looked = looked.SelectMany(step.From);
        return looked.Any(found => IsWanted(found.Value)) ? [place] : [];
    }

    private bool IsWanted(JsonNode? found) => IsEqual is { } wanted
        ? JsonNode.DeepEquals(found, Value) == wanted
        : found is not null && !JsonNode.DeepEquals(found, false);
}
