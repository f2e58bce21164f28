using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Differences;

/// <summary>One entry of an Application's <c>ignoreDifferences</c>: which fields of which objects.</summary>
internal sealed class IgnoredFields
{
    private readonly JsonElement _entry;
    private readonly IReadOnlyList<JsonPointer> _pointers;
    private readonly IReadOnlyList<JqPath> _paths;

    private IgnoredFields(JsonElement entry)
    {
        _entry = entry;
        if (entry.ItemsAt("managedFieldsManagers").Any())
            throw new PlatformException("spec.ignoreDifferences.managedFieldsManagers is not supported by the local platform");
        _pointers = [.. entry.ItemsAt("jsonPointers").Select(pointer => Pointer(pointer.ToString()))];
        _paths = [.. entry.ItemsAt("jqPathExpressions").Select(path => JqPath.Parse(path.ToString()))];
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="PlatformException">It asks for what only Argo CD itself can do, or names no place.</exception>
    public static IgnoredFields Read(JsonElement entry) => new(entry);

    /// <summary>Whether an object is meant.</summary>
    public bool IsOf(ObjectKey key) =>
        Glob.Matches(_entry.TextAt("group") ?? "", key.Group)
        && Glob.Matches(_entry.TextAt("kind") ?? "", key.Kind)
        && (_entry.TextAt("name") is not { Length: > 0 } name || name == key.Name)
        && (_entry.TextAt("namespace") is not { Length: > 0 } ns || ns == key.Namespace);

    /// <summary>The fields that there are in an object.</summary>
    public IEnumerable<JsonPointer> In(JsonNode value) =>
        _pointers.Where(pointer => pointer.TryGet(value, out _)).Concat(_paths.SelectMany(path => path.In(value)));

    private static JsonPointer Pointer(string text)
    {
        try
        {
            return JsonPointer.Parse(text);
        }
        catch (StatusException e)
        {
            throw new PlatformException($"spec.ignoreDifferences: '{text}' is not a JSON pointer, which begins with a slash", e);
        }
    }
}
