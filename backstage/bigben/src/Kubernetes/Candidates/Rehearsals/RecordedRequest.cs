namespace BigBen.Kubernetes.Candidates.Rehearsals;

/// <summary>
/// A request that the tests of a service recorded, and what was answered. <c>{{name}}</c> in path, headers, body and answer stands for what
/// an earlier answer gave, and <c>{{run}}</c> for a text that is another one in each run.
/// </summary>
/// <param name="Method">The method, such as <c>POST</c>.</param>
/// <param name="Path">The path and query, with its first slash unless an answer gave it.</param>
/// <param name="Headers">Further headers, such as <c>If-Match</c>.</param>
/// <param name="Body">The body, JSON; null for none.</param>
/// <param name="Status">The status that was answered.</param>
/// <param name="Answer">What the answer's JSON has, among other things; null for anything.</param>
/// <param name="Keep">What later requests need of the answer: a name, and the header that has it.</param>
public sealed record RecordedRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    JsonElement? Body,
    int Status,
    JsonElement? Answer,
    IReadOnlyDictionary<string, string> Keep)
{
    /// <summary>The name of the text that is another one in each run.</summary>
    public const string Run = "run";

    /// <summary>Method and path, as people name a request.</summary>
    public override string ToString() => $"{Method} {Path}";

    /// <summary>Reads a file of them: a list of objects with <c>request</c>, <c>status</c> and, where wanted, the others.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="PlatformException">It is no such list; the sentence names the file and the entry.</exception>
    public static IReadOnlyList<RecordedRequest> ParseAll(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Select((entry, at) => Parse(entry.Clone(), $"{file}, entry {at + 1}"))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PlatformException($"{file} is not a list of recorded requests: {e.Message.TrimEnd('.')}; let the tests write it.", e);
        }
    }

    private static RecordedRequest Parse(JsonElement entry, string place)
    {
        if (entry.TextAt("request").Split(' ') is not [{ Length: > 0 } method, { Length: > 0 } path])
            throw new PlatformException($"{place}: 'request' has to be a method and a path, such as \"GET /orders\".");
        if (entry.NumberAt("status") is not { } status)
            throw new PlatformException($"{place}: 'status' has to be the number that was answered to {method} {path}.");
        return new RecordedRequest(
            method, path, Texts(entry, "headers"), entry.At("body"), status, entry.At("answer"), Texts(entry, "keep"));
    }

    private static Dictionary<string, string> Texts(JsonElement entry, string field) =>
        entry.At(field) is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject().ToDictionary(pair => pair.Name, pair => $"{pair.Value}")
            : [];
}
