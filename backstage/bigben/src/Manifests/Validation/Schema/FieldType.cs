namespace BigBen.Manifests.Validation.Schema;

/// <summary>The type of a field, as Go has it.</summary>
/// <param name="Name">
/// What it is called: <c>int32</c>, <c>string</c>, <c>core.v1.Container</c>, <c>[]string</c>, <c>map[string]string</c>.
/// </param>
internal readonly record struct FieldType(string Name)
{
    private const char Pointer = '*';
    private const string List = "[]";
    private const string Map = "map[string]";

    /// <summary>Whether it is a pointer in Go, as <c>*int32</c> is: a zero value is then not the same as none.</summary>
    public bool IsPointer { get; private init; }

    /// <summary>The type of a list's elements; null where it is not a list.</summary>
    public FieldType? Element => Name.StartsWith(List, StringComparison.Ordinal) ? new FieldType(Name[List.Length..]) : null;

    /// <summary>The type of a map's entries; null where it is not a map.</summary>
    public FieldType? Entry => Name.StartsWith(Map, StringComparison.Ordinal) ? new FieldType(Name[Map.Length..]) : null;

    /// <summary>The name as Go's errors have it: with one package, <c>v1.Container</c>.</summary>
    public string GoName
    {
        get
        {
            if (Element is { } element)
                return List + element.GoName;
            return Entry is { } entry ? Map + entry.GoName : Name[(Name.IndexOf('.') + 1)..];
        }
    }

    /// <summary>The name of the type alone: <c>Container</c>.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Reads a type as the data have it, <c>*</c> before a pointer's.</summary>
    public static FieldType Parse(string text) => new(text.TrimStart(Pointer)) { IsPointer = text.StartsWith(Pointer) };
}
