namespace BigBen.ApiServer.FieldManagement;

/// <summary>The fields in which two forms of an object differ.</summary>
internal sealed class FieldComparison
{
    private readonly FieldSet _added = new();
    private readonly FieldSet _modified = new();
    private readonly FieldSet _removed = new();
    private readonly List<string> _path = [];

    /// <summary>Those that are new or have another value.</summary>
    public FieldSet Changed => _added.Union(_modified);

    /// <summary>Those that are there no more.</summary>
    public FieldSet Removed => _removed;

    /// <summary>Whether both forms are the same.</summary>
    public bool IsSame => _added.IsEmpty && _modified.IsEmpty && _removed.IsEmpty;

    /// <summary>Compares an object with what it was before.</summary>
    public static FieldComparison Of(JsonObject before, JsonObject after, MergeType type)
    {
        var comparison = new FieldComparison();
        comparison.Compare(before, after, type);
        return comparison;
    }

    private void Compare(JsonNode? before, JsonNode? after, MergeType type)
    {
        if (before is null && after is null)
            return;
        var (old, now) = (type.Elements(before), type.Elements(after));
        if (IsLeaf(before, old) || IsLeaf(after, now) || (old is not { Count: > 0 } && now is not { Count: > 0 }))
        {
            if (!JsonNode.DeepEquals(before, after))
                Differing(before, after, _modified)?.Insert(_path);
            return;
        }

        foreach (var element in Names(old).Union(Names(now)))
        {
            _path.Add(element);
            Compare(Element(old, element, type), Element(now, element, type), type.Below(element));
            _path.RemoveAt(_path.Count - 1);
        }

        Differing(before, after, null)?.Insert(_path);
    }

    private static bool IsLeaf(JsonNode? value, OrderedDictionary<string, JsonNode?>? elements) => value is not null && elements is null;

    private static IEnumerable<string> Names(OrderedDictionary<string, JsonNode?>? elements) =>
        elements?.Keys ?? Enumerable.Empty<string>();

    private static JsonNode? Element(OrderedDictionary<string, JsonNode?>? elements, string element, MergeType type) =>
        elements is null ? null : elements.GetValueOrDefault(element) ?? type.Absent(element);

    private FieldSet? Differing(JsonNode? before, JsonNode? after, FieldSet? changed) =>
        before is null ? _added : after is null ? _removed : changed;
}
