using System.Collections.Frozen;

namespace BigBen.ApiServer.Patches;

/// <summary>
/// The fields of a type that a strategic merge patch changes in a way of their own. The data are Kubernetes' schemas of <c>/openapi/v3</c>
/// less everything without a patch strategy in or below it; a test compares them with those schemas.
/// </summary>
internal sealed class MergeKeys
{
    private const string Resource = "patches/merge-keys.json";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, MergeField>> Types = Load();

    private static readonly FrozenDictionary<string, MergeField> MetadataAlone =
        new Dictionary<string, MergeField> { ["metadata"] = new("ObjectMeta") }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, MergeField> _fields;

    private MergeKeys(FrozenDictionary<string, MergeField> fields) => _fields = fields;

    /// <summary>The fields of a kind; most have none that are special but their metadata.</summary>
    public static MergeKeys Of(string kind) => new(Types.GetValueOrDefault(kind, MetadataAlone));

    /// <summary>A field of this type.</summary>
    public MergeField Field(string name) => _fields.GetValueOrDefault(name, MergeField.Usual);

    /// <summary>The type of a field of this type, or of its elements.</summary>
    public static MergeKeys Below(MergeField field) =>
        new(field.Type is null ? FrozenDictionary<string, MergeField>.Empty : Types.GetValueOrDefault(field.Type, MetadataAlone));

    private static FrozenDictionary<string, FrozenDictionary<string, MergeField>> Load()
    {
        using var stream = typeof(MergeKeys).Assembly.GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, MergeField>>>(stream, JsonSerializerOptions.Web)!
            .ToFrozenDictionary(type => type.Key, type => type.Value.ToFrozenDictionary());
    }
}
