using System.Collections.Frozen;

namespace BigBen.ApiServer.FieldManagement;

/// <summary>
/// How the fields of Kubernetes' types are merged where it is not the usual way. The data are the <c>x-kubernetes-</c> keys of the schemas
/// of <c>/openapi/v3</c> of Kubernetes 1.36, in short; a test compares them.
/// </summary>
internal sealed class MergeTypes
{
    private const string Resource = "field-management/merge-types.json";

    private static readonly Lazy<MergeTypes> Loaded = new(Load);

    private readonly FrozenDictionary<string, IReadOnlyList<string>> _lists;
    private readonly FrozenSet<string> _atomic;
    private readonly FrozenSet<string> _granular;
    private readonly FrozenSet<string> _values;
    private readonly FrozenDictionary<string, string> _keyDefaults;

    private MergeTypes(File file)
    {
        _lists = file.Lists
            .SelectMany(type => type.Value.Select(list => KeyValuePair.Create($"{type.Key}.{list.Key}", list.Value)))
            .ToFrozenDictionary();
        _atomic = file.Atomic.ToFrozenSet();
        _granular = file.Granular.ToFrozenSet();
        _values = file.Values.SelectMany(type => type.Value.Select(field => $"{type.Key}.{field}")).ToFrozenSet();
        _keyDefaults = file.KeyDefaults.ToFrozenDictionary();
    }

    /// <summary>What tells the items of a list apart, <c>x-kubernetes-list-map-keys</c>: none for a set, null for an atomic list.</summary>
    /// <param name="field">The list: <c>core.v1.Container.ports</c>.</param>
    public static IReadOnlyList<string>? Keys(string field) => Loaded.Value._lists.GetValueOrDefault(field);

    /// <summary>The value of a key that an item leaves out.</summary>
    public static string KeyDefault(string key) => Loaded.Value._keyDefaults.GetValueOrDefault(key, "");

    /// <summary>Whether an object is replaced as a whole, <c>x-kubernetes-map-type: atomic</c> of its type or of the field.</summary>
    /// <param name="type">The object's type: <c>meta.v1.LabelSelector</c>.</param>
    /// <param name="field">Where it is: <c>core.v1.PodSpec.nodeSelector</c>.</param>
    public static bool IsAtomic(string type, string field) =>
        Loaded.Value._atomic.Contains(field) || (Loaded.Value._atomic.Contains(type) && !Loaded.Value._granular.Contains(field));

    /// <summary>Whether Kubernetes has an object there where nothing is said (<c>default: {}</c>), so that nobody adds it.</summary>
    public static bool IsValue(string field) => Loaded.Value._values.Contains(field);

    private static MergeTypes Load()
    {
        using var stream = typeof(MergeTypes).Assembly.GetManifestResourceStream(Resource)!;
        return new MergeTypes(JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web)!);
    }

    private sealed record File(
        Dictionary<string, Dictionary<string, IReadOnlyList<string>>> Lists,
        Dictionary<string, string> KeyDefaults,
        string[] Atomic,
        string[] Granular,
        Dictionary<string, string[]> Values);
}
