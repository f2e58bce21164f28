using System.Text;

namespace BigBen.ApiServer.Protobuf;

/// <summary>Reads an object out of Kubernetes' protobuf. What is not known of it is refused, never left out.</summary>
internal static class ProtobufReader
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private const int Varint = 0;
    private const int LengthDelimited = 2;

    /// <summary>Reads an object with its kind and version.</summary>
    /// <exception cref="NotSupportedException">It is of a kind, or has a field, that is not known.</exception>
    /// <exception cref="FormatException">It is not protobuf.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8))
            throw new FormatException("the first four bytes are not those of Kubernetes' protobuf");
        try
        {
            var envelope = Message(body[4..], "Unknown");
            var type = envelope["typeMeta"]!;
            var raw = Convert.FromBase64String(envelope["raw"]?.GetValue<string>() ?? "");
            var value = Message(raw, type["kind"]!.GetValue<string>());
            value["apiVersion"] = type["apiVersion"]!.DeepClone();
            value["kind"] = type["kind"]!.DeepClone();
            return value;
        }
        catch (Exception e)
            when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or NullReferenceException or OverflowException)
        {
            throw new FormatException("it ends too early", e);
        }
    }

    private static JsonObject Message(ReadOnlySpan<byte> bytes, string name)
    {
        var fields = ProtobufMessages.Find(name) ?? throw new NotSupportedException($"{name} is not read in protobuf");
        var value = new JsonObject();
        while (bytes.Length > 0)
        {
            var tag = Number(ref bytes);
            if (!fields.TryGetValue((int)(tag >> 3), out var field))
                throw new NotSupportedException($"field {tag >> 3} of {name} is not known");
            var isDelimited = (tag & 7) == LengthDelimited;
            if (isDelimited == (field.Type is "int" or "bool") || (tag & 7) is not (Varint or LengthDelimited))
                throw new FormatException($"{name}.{field.Name} is not written as {field.Type}");
            var number = Number(ref bytes);
            var content = isDelimited ? Take(ref bytes, number) : [];
            Add(value, field, isDelimited, number, content);
        }

        return value;
    }

    private static void Add(JsonObject value, ProtobufField field, bool isDelimited, long number, ReadOnlySpan<byte> content)
    {
        switch (field.Form)
        {
            case ProtobufForm.List:
                if (value[field.Name] is not JsonArray list)
                    value[field.Name] = list = [];
                list.Add(Value(field.Type, number, content));
                break;
            case ProtobufForm.Map:
                if (value[field.Name] is not JsonObject map)
                    value[field.Name] = map = [];
                var (key, item) = Entry(content, field.Type);
                map[key] = item;
                break;
            // A status in a request is nobody's business.
            case ProtobufForm.Plain when field.Type == "Nothing":
            case ProtobufForm.Plain when isDelimited ? content.IsEmpty : number == 0:
                break;
            case ProtobufForm.Plain when field.Name == "-":
                foreach (var (name, inner) in Message(content, field.Type))
                    value[name] = inner?.DeepClone();
                break;
            default:
                value[field.Name] = Value(field.Type, number, content);
                break;
        }
    }

    private static (string Key, JsonNode? Value) Entry(ReadOnlySpan<byte> bytes, string type)
    {
        var key = "";
        JsonNode? value = Value(type, 0, []);
        while (bytes.Length > 0)
        {
            var tag = Number(ref bytes);
            var content = Take(ref bytes, Number(ref bytes));
            if (tag >> 3 == 1)
                key = Encoding.UTF8.GetString(content);
            else
                value = Value(type, 0, content);
        }

        return (key, value);
    }

    private static JsonNode? Value(string type, long number, ReadOnlySpan<byte> content) => type switch
    {
        "string" => Encoding.UTF8.GetString(content),
        "bytes" => Convert.ToBase64String(content),
        "int" => number,
        "bool" => number != 0,
        "Time" => Time(content),
        // A list in JSON: in protobuf only a message can be a map's value.
        "ExtraValue" => Message(content, type)["items"]?.DeepClone() ?? new JsonArray(),
        "Quantity" => Message(content, type)["string"]?.DeepClone() ?? "",
        "IntOrString" => IntOrString(Message(content, type)),
        "FieldsV1" => JsonNode.Parse(Take(ref content, Skip(ref content))),
        _ => Message(content, type),
    };

    private static JsonNode? IntOrString(JsonObject value) => value["type"] is null
        ? value["intVal"]?.DeepClone() ?? 0
        : value["strVal"]?.DeepClone() ?? "";

    private static long Skip(ref ReadOnlySpan<byte> bytes)
    {
        Number(ref bytes);
        return Number(ref bytes);
    }

    private static JsonNode? Time(ReadOnlySpan<byte> bytes)
    {
        var seconds = 0L;
        while (bytes.Length > 0)
        {
            var tag = Number(ref bytes);
            var number = Number(ref bytes);
            if (tag >> 3 == 1)
                seconds = number;
        }

        return Registry.ObjectMeta.Time(DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, long length)
    {
        var taken = bytes[..checked((int)length)];
        bytes = bytes[taken.Length..];
        return taken;
    }

    private static long Number(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            number |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
                return number;
        }
    }
}
