using System.Text.Encodings.Web;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Patches;

/// <summary>A patch that is a list of operations (RFC 6902): all are done, or none.</summary>
internal sealed class JsonPatch : Patch
{
    // Kubernetes' own bounds.
    private const int MostOperations = 10_000;
    private const int MostCopied = 3 * 1024 * 1024;

    // As deep as JSON is read.
    private const int DeepestNesting = 64;

    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        var copied = 0L;
        foreach (var operation in _operations)
            document = Do(document, operation, ref copied);
        return document as JsonObject ?? throw Failures.Unprocessable();
    }

    private static JsonNode? Do(JsonNode? document, JsonObject operation, ref long copied)
    {
        var path = JsonPointer.Parse(Text(operation, "path"));
        switch (Text(operation, "op"))
        {
            case "add":
                return path.Add(document, Fitting(path, Value(operation)));
            case "remove":
                path.Remove(document);
                return document;
            case "replace":
                return path.Replace(document, Fitting(path, Value(operation)));
            case "move":
                var from = JsonPointer.Parse(Text(operation, "from"));
                var moved = from.Get(document)?.DeepClone();
                from.Remove(document);
                return path.Add(document, Fitting(path, moved));
            case "copy":
                var copy = JsonPointer.Parse(Text(operation, "from")).Get(document)?.DeepClone();
                // A few operations can double a document again and again, until the process has no memory left.
                copied += JsonSerializer.SerializeToUtf8Bytes(copy, AsSent).Length;
                return copied <= MostCopied ? path.Add(document, Fitting(path, copy)) : throw Failures.Unprocessable();
            case "test":
                Test(document, path, Value(operation));
                return document;
            default:
                throw Failures.Unprocessable();
        }
    }

    // A few thousand operations can put a document into itself again and again, until no stack is deep enough to read it.
    private static JsonNode? Fitting(JsonPointer path, JsonNode? value) =>
        path.Depth + Nesting.DepthOf(value) <= DeepestNesting ? value : throw Failures.Unprocessable();

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
