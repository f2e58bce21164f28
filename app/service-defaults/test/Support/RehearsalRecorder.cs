using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigBen.ServiceDefaults.Tests.Support;

/// <summary>
/// Records what a test asks of a service, for the rehearsal of its migrations: before a delivery both its version and the one before are
/// asked the same on a copy of the database. Every request has to succeed.
/// </summary>
internal sealed class RehearsalRecorder : DelegatingHandler
{
    // What later requests need of an answer, by the names that the file gives it.
    private static readonly Dictionary<string, string> Kept = new() { ["location"] = "Location", ["etag"] = "ETag" };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private readonly Dictionary<string, string> _values = new() { ["run"] = $"run{Guid.NewGuid():N}" };
    private readonly JsonArray _requests = [];
    private JsonObject _written = [];

    public RehearsalRecorder(RunningService service)
        : base(new HttpClientHandler()) =>
        Client = new HttpClient(this) { BaseAddress = service.Public.BaseAddress };

    /// <summary>Asks the service.</summary>
    public HttpClient Client { get; }

    /// <summary>A text that is another one whenever this is asked, for what may be there only once.</summary>
    public string Run => _values["run"];

    /// <summary>What to do where the requests succeed although a column is gone.</summary>
    public static string Unnoticed(string table, string column) =>
        $"No request notices that {table}.{column} is gone. Ask for what reads and writes it; where no version uses it yet, leave it out.";

    /// <summary>Compares what was recorded with the file that is committed.</summary>
    /// <param name="folder">The service's folder, from the top of the repository.</param>
    public async Task ShouldBeCommittedAsync(string folder)
    {
        const string update = "BIGBEN_UPDATE_GOLDEN";
        var file = Path.Combine(Repository.Root, folder, "test", "rehearsal.json");
        var recorded = $"{_requests.ToJsonString(Indented)}\n";
        if (Environment.GetEnvironmentVariable(update) == "1")
            await File.WriteAllTextAsync(file, recorded);
        (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n").ShouldBe(
            recorded, $"If the change is meant: {update}=1 dotnet test {folder}/test, and commit the file.");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var entry = new JsonObject { ["request"] = Name($"{request.Method} {request.RequestUri!.PathAndQuery}") };
        if (request.Headers.Any())
            entry["headers"] = new JsonObject(request.Headers.Select(
                header => KeyValuePair.Create(header.Key, (JsonNode?)Name(string.Join(", ", header.Value)))));
        if (request.Content is not null)
        {
            _written = JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
            entry["body"] = JsonNode.Parse(Name(_written.ToJsonString()));
        }

        var response = (await base.SendAsync(request, cancellationToken)).EnsureSuccessStatusCode();
        entry["status"] = (int)response.StatusCode;
        await ReadAsync(response, entry, cancellationToken);
        _requests.Add((JsonNode)entry);
        return response;
    }

    private async Task ReadAsync(HttpResponseMessage response, JsonObject entry, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        // What was written is to be read; the rest may be another one each time.
        if (text.Length > 0 && JsonNode.Parse(text) is JsonObject answer
            && _written.Where(field => JsonNode.DeepEquals(field.Value, answer[field.Key])).ToList() is { Count: > 0 } same)
            entry["answer"] = JsonNode.Parse(Name(new JsonObject(same.Select(
                field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString()));
        var keep = Kept.Where(kept => response.Headers.Contains(kept.Value)).ToList();
        foreach (var (name, header) in keep)
            _values[name] = string.Join(", ", response.Headers.GetValues(header));
        if (keep.Count > 0)
            entry["keep"] = new JsonObject(keep.Select(kept => KeyValuePair.Create(kept.Key, (JsonNode?)kept.Value)));
    }

    private string Name(string text) =>
        _values.Aggregate(text, (named, value) => named.Replace(value.Value, $"{{{{{value.Key}}}}}", StringComparison.Ordinal));
}
