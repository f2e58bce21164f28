namespace BigBen.ApiServer.FieldManagement;

/// <summary>The fields that an applied object names: structured-merge-diff's <c>ToFieldSet</c>.</summary>
internal sealed class FieldWalk
{
    private readonly FieldSet _fields = new();
    private readonly List<string> _path = [];

    /// <summary>The fields of an object.</summary>
    /// <exception cref="FormatException">A list has two items of the same keys.</exception>
    public static FieldSet Of(JsonObject value, MergeType type)
    {
        var walk = new FieldWalk();
        walk.Walk(value, type);
        return walk._fields;
    }

    private void Walk(JsonNode? value, MergeType type)
    {
        if (type.Elements(value) is not { } elements)
        {
            _fields.Insert(_path);
            return;
        }

        if (value is JsonArray list && list.Count > elements.Count)
            throw Twice(list, type);
        foreach (var (element, below) in elements)
        {
            _path.Add(element);
            Walk(below, type.Below(element));
            // An object without fields is owned as such.
            if (type.OwnsElements || below is JsonObject { Count: 0 })
                _fields.Insert(_path);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private FormatException Twice(JsonArray list, MergeType type)
    {
        var element = list.Select(type.ElementOf).GroupBy(item => item).First(items => items.Count() > 1).Key;
        return new FormatException(
            $"{string.Concat(_path.Select(PathElement.Shown))}: duplicate entries for key {PathElement.Shown(element)}");
    }
}
