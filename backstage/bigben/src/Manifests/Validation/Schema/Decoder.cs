using System.Buffers.Text;
using System.Text;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Schema;

/// <summary>
/// Reads JSON as Kubernetes' decoder does, to find out whether it would: each value has its field's type and each field is known.
/// </summary>
internal sealed class Decoder
{
    private readonly Stack<string> _fields = new();
    private readonly List<UnknownField> _unknown = [];
    private string _struct = "";

    /// <summary>Checks an object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="type">Its kind's type.</param>
    /// <returns>The fields that the kind does not have; Kubernetes drops them where it is not asked to be strict.</returns>
    /// <exception cref="DecodingException">A value has another type than its field.</exception>
    public static IReadOnlyList<UnknownField> UnknownFields(JsonObject value, FieldType type)
    {
        var decoder = new Decoder();
        decoder.Read(value, type, "");
        return decoder._unknown;
    }

    private void Read(JsonNode? value, FieldType type, string path)
    {
        if (value is null || type.Name == "any")
            return;
        if (type.Element is { } element)
            ReadList(value, type, element, path);
        else if (type.Entry is { } entry)
            ReadMap(value, type, entry, path);
        else if (TypeCatalog.Fields(type) is { } fields)
            ReadStruct(value, type, fields, path);
        else
            ReadScalar(value, type);
    }

    private void ReadList(JsonNode value, FieldType type, FieldType element, string path)
    {
        if (value is not JsonArray list)
            throw Mismatch(value, type);
        for (var index = 0; index < list.Count; index++)
            Read(list[index], element, $"{path}[{index}]");
    }

    private void ReadMap(JsonNode value, FieldType type, FieldType entry, string path)
    {
        if (value is not JsonObject map)
            throw Mismatch(value, type);
        foreach (var (key, item) in map)
            Read(item, entry, $"{path}.{key}");
    }

    private void ReadStruct(JsonNode value, FieldType type, IReadOnlyDictionary<string, FieldType> fields, string path)
    {
        if (value is not JsonObject map)
            throw Mismatch(value, type);
        var outer = _struct;
        foreach (var (name, item) in map)
        {
            var below = path.Length == 0 ? name : $"{path}.{name}";
            if (!fields.TryGetValue(name, out var field))
            {
                _unknown.Add(new UnknownField(below, map, name));
                continue;
            }

            _struct = type.ShortName;
            _fields.Push(name);
            Read(item, field, below);
            _fields.Pop();
        }

        _struct = outer;
    }

    private void ReadScalar(JsonNode value, FieldType type)
    {
        var kind = value.GetValueKind();
        var fits = type.Name switch
        {
            "string" => kind == JsonValueKind.String,
            "bool" => kind is JsonValueKind.True or JsonValueKind.False,
            "float64" => kind == JsonValueKind.Number,
            "int32" or "int64" => IsInteger(value, type),
            "intstr" => kind == JsonValueKind.String || IsInteger(value, new FieldType("int32")),
            "quantity" => IsQuantity(value),
            "time" => IsTime(value),
            "bytes" => kind == JsonValueKind.String && IsBase64(value.GetValue<string>()),
            _ => true,
        };
        if (!fits)
            throw Mismatch(value, type);
    }

    private bool IsInteger(JsonNode value, FieldType type)
    {
        if (value.GetValueKind() != JsonValueKind.Number)
            return false;
        var text = value.ToJsonString();
        var fits = type.Name == "int32"
            ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        return fits ? true : throw Mismatch($"number {text}", type);
    }

    private static bool IsQuantity(JsonNode value) =>
        Quantity.TryParse(value, out _, out var error) ? true : throw new DecodingException(error);

    private static bool IsTime(JsonNode value)
    {
        if (value.GetValueKind() != JsonValueKind.String)
            return false;
        var text = value.GetValue<string>();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            ? true
            : throw new DecodingException(
                $"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }

    private static bool IsBase64(string text)
    {
        // Go's decoder passes over line breaks, and over nothing else.
        var bytes = Encoding.UTF8.GetBytes(text);
        var wrong = Array.FindIndex(bytes, one => !char.IsAsciiLetterOrDigit((char)one) && !"+/=\r\n".Contains((char)one));
        if (wrong < 0 && Base64.IsValid(bytes.Where(one => one is not ((byte)'\r' or (byte)'\n')).ToArray().AsSpan()))
            return true;
        throw new DecodingException($"illegal base64 data at input byte {(wrong < 0 ? bytes.Length / 4 * 4 : wrong)}");
    }

    private DecodingException Mismatch(JsonNode value, FieldType type) => Mismatch(
        value.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.Array => "array",
            _ => "object",
        },
        type);

    private DecodingException Mismatch(string given, FieldType type) =>
        new($"json: cannot unmarshal {given} into Go struct field {_struct}.{string.Join('.', _fields.Reverse())} of type {GoType(type)}");

    private static string GoType(FieldType type) => type.Name switch
    {
        "bytes" => "[]uint8",
        "intstr" => "intstr.IntOrString",
        "time" => "string",
        _ => type.GoName,
    };
}
