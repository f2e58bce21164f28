using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.ApiServer.FieldManagement;

/// <summary>
/// How a value is merged: field by field, item by item, or as a whole. Where there is no schema, as in custom resources, objects are merged
/// by their fields and lists are replaced.
/// </summary>
internal sealed class MergeType
{
    private static readonly FieldType Metadata = new("meta.v1.ObjectMeta");
    private static readonly MergeType Unknown = new(null);

    private readonly FieldType? _type;
    private readonly IReadOnlyList<string>? _keys;

    private MergeType(FieldType? type, IReadOnlyList<string>? keys = null)
    {
        _type = type;
        _keys = keys;
    }

    /// <summary>Whether an element is owned by itself, as a label or a container is, and not only by what is below it.</summary>
    public bool OwnsElements => _keys is not null || _type?.Entry is not null;

    private bool IsAtomic { get; init; }

    private bool IsCustom { get; init; }

    /// <summary>That of a kind's objects.</summary>
    public static MergeType Of(ApiResource resource) => TypeCatalog.Kind(resource.ApiVersion, resource.Kind) is { } type
        ? Of(type, "")
        : new MergeType(null) { IsCustom = true };

    /// <summary>The elements of a value that are merged one by one, in its order; null where it is merged as a whole.</summary>
    public OrderedDictionary<string, JsonNode?>? Elements(JsonNode? value)
    {
        if (IsAtomic)
            return null;
        var elements = new OrderedDictionary<string, JsonNode?>();
        switch (value)
        {
            case JsonObject map when _keys is null:
                foreach (var (name, field) in map)
                    elements[PathElement.Field(name)] = field;
                return elements;
            case JsonArray list when _keys is not null:
                foreach (var item in list)
                    elements.TryAdd(ElementOf(item), item);
                return elements;
            default:
                return null;
        }
    }

    /// <summary>The step to an item of a list.</summary>
    public string ElementOf(JsonNode? item)
    {
        if (item is not JsonObject map || _keys is not { Count: > 0 })
            return PathElement.Value(item);
        var keys = new JsonObject();
        foreach (var key in _keys)
            keys[key] = map[key]?.DeepClone() ?? MergeTypes.KeyDefault(key);
        return PathElement.Key(keys);
    }

    /// <summary>The type of an element.</summary>
    public MergeType Below(string element)
    {
        if (PathElement.FieldName(element) is not { } name)
            return _type?.Element is { } item ? Of(item, "") : Unknown;
        if (IsCustom && name == "metadata")
            return Of(Metadata, "");
        if (_type is not { } type)
            return Unknown;
        return type.Entry is { } entry ? Of(entry, "")
            : TypeCatalog.Fields(type)?.TryGetValue(name, out var field) is true ? Of(field, $"{type.Name}.{name}")
            : Unknown;
    }

    /// <summary>What stands where an object does not have an element: an empty object where Kubernetes always has one.</summary>
    public JsonNode? Absent(string element) =>
        _type is { } type && PathElement.FieldName(element) is { } name && MergeTypes.IsValue($"{type.Name}.{name}")
            ? new JsonObject()
            : null;

    private static MergeType Of(FieldType type, string field)
    {
        if (type.Element is not null)
            return MergeTypes.Keys(field) is { } keys ? new MergeType(type, keys) : new MergeType(type) { IsAtomic = true };
        return type.Name == "any" ? Unknown : new MergeType(type) { IsAtomic = MergeTypes.IsAtomic(type.Name, field) };
    }
}
