using System.Collections.Frozen;

namespace BigBen.Manifests.Validation.Schema;

/// <summary>
/// The fields of every type of Kubernetes that a platform keeps, with their types. The data are what the schemas of <c>/openapi/v3</c> of
/// Kubernetes 1.36 say, in short; <c>*</c> marks those that are pointers in its Go types.
/// </summary>
internal static class TypeCatalog
{
    private const string Resource = "validation/types.json";

    private static readonly Lazy<Data> Loaded = new(Load);

    /// <summary>The type of a kind's objects; null where the kind is not known.</summary>
    public static FieldType? Kind(string apiVersion, string kind) =>
        Loaded.Value.Kinds.TryGetValue($"{apiVersion}/{kind}", out var name) ? new FieldType(name) : null;

    /// <summary>The fields of a type; null where it has none, such as a number.</summary>
    public static IReadOnlyDictionary<string, FieldType>? Fields(FieldType type) => Loaded.Value.Types.GetValueOrDefault(type.Name);

    private static Data Load()
    {
        using var stream = typeof(TypeCatalog).Assembly.GetManifestResourceStream(Resource)!;
        var file = JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web)!;
        return new Data(
            file.Kinds.ToFrozenDictionary(),
            file.Types.ToFrozenDictionary(
                type => type.Key,
                type => type.Value.ToFrozenDictionary(field => field.Key, field => FieldType.Parse(field.Value))));
    }

    private sealed record File(Dictionary<string, string> Kinds, Dictionary<string, Dictionary<string, string>> Types);

    private sealed record Data(FrozenDictionary<string, string> Kinds, FrozenDictionary<string, FrozenDictionary<string, FieldType>> Types);
}
