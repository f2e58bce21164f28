using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BigBen.ApiServer.Resources;
using BigBen.Hostile.Sockets;

namespace BigBen.Hostile.Api;

/// <summary>A namespace of its own in which everything may be made, and the objects of the whole cluster that have its name.</summary>
internal sealed class Playground : IAsyncDisposable
{
    public const string Namespace = "hostile";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly HttpClient _http;

    private Playground(HttpClient http) => _http = http;

    /// <summary>Makes the namespace.</summary>
    /// <exception cref="HttpRequestException">The API does not take it.</exception>
    public static async Task<Playground> MakeAsync(Doors doors)
    {
        var playground = new Playground(new HttpClient(new SocketsHttpHandler { SslOptions = doors.Trust })
        {
            BaseAddress = new Uri($"https://127.0.0.1:{doors.Api}"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", doors.ApiToken) },
        });
        using var body = new StringContent(
            $$"""{ "metadata": { "name": "{{Namespace}}" } }""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await playground._http.PostAsync("/api/v1/namespaces", body);
        answer.EnsureSuccessStatusCode();
        return playground;
    }

    /// <summary>Deletes everything that was made and waits until it is gone.</summary>
    /// <returns>What is still there after two minutes.</returns>
    public async Task<IReadOnlyList<string>> ClearAsync()
    {
        var deadline = TimeProvider.System.GetUtcNow() + Deadline;
        while (true)
        {
            var left = await LeftAsync();
            if (left.Count == 0 || TimeProvider.System.GetUtcNow() > deadline)
                return left;
            foreach (var path in left)
            {
                // Whatever keeps it is taken away first.
                using var free = new StringContent("""{ "metadata": { "finalizers": null } }""", Encoding.UTF8);
                free.Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
                (await _http.PatchAsync(path, free)).Dispose();
                (await _http.DeleteAsync($"{path}?gracePeriodSeconds=0")).Dispose();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    // Events expire by themselves; what was measured is nobody's object.
    private async Task<IReadOnlyList<string>> LeftAsync()
    {
        var left = new List<string>();
        foreach (var resource in ResourceCatalog.All.Where(kind => kind.Verbs.Contains("list") && kind.Verbs.Contains("delete")))
        {
            var group = resource.Group.Length == 0 ? "/api" : $"/apis/{resource.Group}";
            var place = resource.Namespaced ? $"/namespaces/{Namespace}" : "";
            var path = $"{group}/{resource.Version}{place}/{resource.Plural}";
            using var list = JsonDocument.Parse(await _http.GetByteArrayAsync(path));
            left.AddRange(list.RootElement.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("metadata").GetProperty("name").GetString()!)
                .Where(name => resource.Namespaced || name.StartsWith(Namespace, StringComparison.Ordinal))
                .Select(name => $"{path}/{Uri.EscapeDataString(name)}"));
        }

        return left;
    }
}
