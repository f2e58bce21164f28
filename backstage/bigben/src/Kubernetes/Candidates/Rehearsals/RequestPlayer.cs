using System.Text;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Candidates.Rehearsals;

/// <summary>Asks a pod what was recorded, request after request, and compares what it answers.</summary>
/// <param name="api">The cluster.</param>
/// <param name="pod">The pod; it is ready.</param>
/// <param name="port">The port of its container.</param>
internal sealed class RequestPlayer(KubernetesApi api, Pod pod, int port)
{
    // So much of an answer says what is wrong.
    private const int MostOfBody = 200;

    // The first request opens connections and compiles queries, on a machine that has others to run too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _kept = new() { [RecordedRequest.Run] = $"run{Guid.NewGuid():N}" };

    /// <summary>Asks all of them, also where one goes wrong.</summary>
    /// <returns>Of each: what is wrong, as a clause; null where it is answered as it was recorded.</returns>
    public async Task<IReadOnlyList<string?>> PlayAsync(IReadOnlyList<RecordedRequest> requests, CancellationToken cancellationToken)
    {
        using var question = new PodQuestion(api);
        var result = new List<string?>();
        foreach (var request in requests)
            result.Add(await PlayAsync(question, request, cancellationToken));
        return result;
    }

    private async Task<string?> PlayAsync(PodQuestion question, RecordedRequest recorded, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(recorded.Method), Fill(recorded.Path, text => text).TrimStart('/'));
        foreach (var (name, value) in recorded.Headers)
            request.Headers.TryAddWithoutValidation(name, Fill(value, text => text));
        if (recorded.Body is { } body)
            request.Content = new StringContent(FillJson(body), Encoding.UTF8, "application/json");
        var answer = await question.AskAsync(pod, port, request, Patience, cancellationToken);
        foreach (var (name, header) in recorded.Keep)
        {
            if (answer.Headers.TryGetValue(header, out var value))
                _kept[name] = value;
        }

        if (answer.Code != recorded.Status)
            return $"{recorded} is answered by {answer.Summary}{Words(answer)}, where {recorded.Status} is recorded";
        return recorded.Answer is { } expected && Missing(expected, answer.Body) is { } missing
            ? $"{recorded} is answered without {missing}, which is recorded"
            : null;
    }

    private static string Words(HttpAnswer answer)
    {
        var words = string.Join(' ', answer.Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length == 0 || answer.IsSuccess ? "" : $" ({(words.Length > MostOfBody ? $"{words[..MostOfBody]}…" : words)})";
    }

    private string? Missing(JsonElement expected, string body)
    {
        using var filled = JsonDocument.Parse(FillJson(expected));
        try
        {
            using var actual = JsonDocument.Parse(body);
            return Missing(filled.RootElement, actual.RootElement, "");
        }
        catch (JsonException)
        {
            return "JSON";
        }
    }

    // The first part of what is expected that is not there; an object may have more than that.
    private static string? Missing(JsonElement expected, JsonElement? actual, string path)
    {
        if (expected.ValueKind == JsonValueKind.Object && actual is { ValueKind: JsonValueKind.Object } found)
            return expected.EnumerateObject()
                .Select(field => Missing(
                    field.Value, found.TryGetProperty(field.Name, out var value) ? value : null, $"{path}.{field.Name}".TrimStart('.')))
                .FirstOrDefault(missing => missing is not null);
        return actual is { } other && JsonElement.DeepEquals(expected, other) ? null : $"\"{path}\": {expected.GetRawText()}";
    }

    private string FillJson(JsonElement value) =>
        Fill(value.GetRawText(), text => JsonEncodedText.Encode(text).ToString());

    private string Fill(string text, Func<string, string> write) =>
        _kept.Aggregate(text, (filled, kept) => filled.Replace($"{{{{{kept.Key}}}}}", write(kept.Value), StringComparison.Ordinal));
}
