using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Patches;

/// <summary>A patch that is a list of operations (RFC 6902): all are done, or none.</summary>
internal sealed class JsonPatch : Patch
{
    // Kubernetes' own bound.
    private const int MostOperations = 10_000;

    private readonly IReadOnlyList<JsonObject> _operations;

    private JsonPatch(IReadOnlyList<JsonObject> operations) => _operations = operations;

    /// <summary>Reads the operations; whether each is one is seen when it is done, as in Kubernetes.</summary>
    /// <exception cref="StatusException">It is not a list of operations, or too long a one.</exception>
    public static JsonPatch Parse(ReadOnlySpan<byte> body)
    {
        if (Read(body) is not JsonArray list)
            throw Failures.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
        if (list.Count > MostOperations)
            throw Failures.TooLarge($"The allowed maximum operations in a JSON patch is {MostOperations}, got {list.Count}");
        return new JsonPatch([.. list.Select(operation => operation as JsonObject ?? throw Failures.BadRequest(
            "error decoding patch: json: cannot unmarshal a value that is not an object into Go value of type handlers.jsonPatchOp"))]);
    }

    public override JsonObject Apply(JsonObject value)
    {
        JsonNode? document = value;
        foreach (var operation in _operations)
            document = Do(document, operation);
        return document as JsonObject ?? throw Failures.Unprocessable();
    }

    private static JsonNode? Do(JsonNode? document, JsonObject operation)
    {
        var path = JsonPointer.Parse(Text(operation, "path"));
        switch (Text(operation, "op"))
        {
            case "add":
                return path.Add(document, Value(operation));
            case "remove":
                path.Remove(document);
                return document;
            case "replace":
                return path.Replace(document, Value(operation));
            case "move":
                var from = JsonPointer.Parse(Text(operation, "from"));
                var moved = from.Get(document)?.DeepClone();
                from.Remove(document);
                return path.Add(document, moved);
            case "copy":
                return path.Add(document, JsonPointer.Parse(Text(operation, "from")).Get(document)?.DeepClone());
            case "test":
                Test(document, path, Value(operation));
                return document;
            default:
                throw Failures.Unprocessable();
        }
    }

    // Nothing is as good as null, as in the library that Kubernetes uses.
    private static void Test(JsonNode? document, JsonPointer path, JsonNode? expected)
    {
        if (!path.TryGet(document, out var found) ? expected is not null : !JsonNode.DeepEquals(found, expected))
            throw Failures.Unprocessable();
    }

    private static string Text(JsonObject operation, string field) =>
        operation[field] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw Failures.Unprocessable();

    private static JsonNode? Value(JsonObject operation) =>
        operation.TryGetPropertyValue("value", out var value) ? value?.DeepClone() : throw Failures.Unprocessable();
}
