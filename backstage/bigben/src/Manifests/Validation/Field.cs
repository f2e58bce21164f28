using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation;

/// <summary>
/// One place in an object, its value and its path as Kubernetes writes it: <c>spec.containers[0].resources.limits[cpu]</c>. What is
/// <c>null</c> is not there, as Kubernetes reads it; a field below one that is not there is not there either.
/// </summary>
internal sealed class Field
{
    private readonly Field? _parent;
    private readonly string _step;
    private readonly List<FieldError> _errors;

    private Field(JsonNode? value, Field? parent, string step, List<FieldError> errors)
    {
        Value = value;
        _parent = parent;
        _step = step;
        _errors = errors;
    }

    /// <summary>The JSON at this place; null where there is none.</summary>
    public JsonNode? Value { get; }

    /// <summary>Where it is, from the object's root, which is empty.</summary>
    public string Path => _parent is null ? "" : _parent.Path + (_parent._parent is null && _step[0] == '.' ? _step[1..] : _step);

    /// <summary>Whether it is there at all, be it empty.</summary>
    public bool Exists => Value is not null;

    /// <summary>Whether it is not there, or empty: Kubernetes tells the two apart only where a field is a pointer.</summary>
    public bool IsEmpty => Value switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        _ => Value.GetValueKind() == JsonValueKind.String && Text.Length == 0,
    };

    /// <summary>The text; empty where there is none.</summary>
    public string Text => Value is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>Whether it is <c>true</c>.</summary>
    public bool IsTrue => Value?.GetValueKind() == JsonValueKind.True;

    /// <summary>Whether it is <c>false</c>, which is not the same as not there.</summary>
    public bool IsFalse => Value?.GetValueKind() == JsonValueKind.False;

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => Value?.GetValueKind() == JsonValueKind.Number;

    /// <summary>The whole number; null where there is none.</summary>
    public long? Number =>
        IsNumber && long.TryParse(Value!.ToJsonString(), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The quantity; null where there is none.</summary>
    public Quantity? Quantity => Exists && Values.Quantity.TryParse(Value!, out var quantity, out _) ? quantity : null;

    /// <summary>How many errors were reported in the whole object so far.</summary>
    public int Errors => _errors.Count;

    /// <summary>The object around this field; itself for the root.</summary>
    public Field Parent => _parent ?? this;

    /// <summary>A field of this object.</summary>
    public Field this[string name] => new((Value as JsonObject)?[name], this, $".{name}", _errors);

    /// <summary>The elements of this list.</summary>
    public IEnumerable<Field> Items =>
        Value is JsonArray list ? list.Select((item, index) => new Field(item, this, $"[{index}]", _errors)) : [];

    /// <summary>The entries of this map, in the order of their keys, which is the one that Kubernetes reports in.</summary>
    public IEnumerable<(string Key, Field Value)> Entries =>
        Value is JsonObject map
            ? map.Select(entry => entry.Key).Order(StringComparer.Ordinal).Select(key => (key, Entry(key)))
            : [];

    /// <summary>Whether it is the same as another, in any order of keys.</summary>
    public bool HasSameValue(Field other) => JsonNode.DeepEquals(Value, other.Value);

    /// <summary>The whole object.</summary>
    /// <param name="value">Its JSON.</param>
    /// <param name="errors">Where errors are put.</param>
    public static Field Root(JsonObject value, List<FieldError> errors) => new(value, null, "", errors);

    /// <summary>An entry of this map.</summary>
    public Field Entry(string key) => new((Value as JsonObject)?[key], this, $"[{key}]", _errors);

    /// <summary>This value under another name: Kubernetes has some fields' errors one level above where the fields are.</summary>
    public Field Named(Field parent, string name) => new(Value, parent, $".{name}", _errors);

    /// <summary>This place with another value, where a default takes the place of none.</summary>
    public Field OrElse(JsonNode otherwise) => Exists ? this : new Field(otherwise, _parent, _step, _errors);

    /// <summary>It has no value and must have one.</summary>
    public void Required(string message = "") => _errors.Add(FieldError.Required(Path, message));

    /// <summary>Its value cannot be.</summary>
    public void Invalid(string message) => Invalid(Value, message);

    /// <summary>Its value cannot be; the error shows <paramref name="value"/>.</summary>
    public void Invalid(object? value, string message) => _errors.Add(FieldError.Invalid(Path, value, message));

    /// <summary>Its value cannot be, for each of these reasons.</summary>
    public void Invalid(IEnumerable<string> messages)
    {
        foreach (var message in messages)
            Invalid(Value, message);
    }

    /// <summary>Its value is none of those that there are.</summary>
    public void NotSupported(IEnumerable<string> supported) => _errors.Add(FieldError.NotSupported(Path, Value, supported));

    /// <summary>It must not be set.</summary>
    public void Forbidden(string message) => _errors.Add(FieldError.Forbidden(Path, message));

    /// <summary>Another entry has this value.</summary>
    public void Duplicate(object? value) => _errors.Add(FieldError.Duplicate(Path, value));

    /// <summary>It names what is not there.</summary>
    public void NotFound() => _errors.Add(FieldError.NotFound(Path, Value));

    /// <summary>It is longer than it may be.</summary>
    public void TooLong(int bytes) => _errors.Add(FieldError.TooLong(Path, bytes));

    /// <summary>The path, for a debugger.</summary>
    public override string ToString() => Path;
}
