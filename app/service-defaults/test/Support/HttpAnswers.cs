using System.Net.Http.Json;
using System.Text.Json;

namespace BigBen.ServiceDefaults.Tests.Support;

/// <summary>What tests ask of answers again and again.</summary>
internal static class HttpAnswers
{
    /// <summary>The body, as JSON.</summary>
    public static async Task<JsonElement> BodyAsync(this HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync());

    /// <summary>Requires a problem document of that status.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, int status)
    {
        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return await response.BodyAsync();
    }

    /// <summary>Requires a problem document that has the client at fault.</summary>
    public static Task<JsonElement> ShouldBeRefusalAsync(this HttpResponseMessage response)
    {
        ((int)response.StatusCode).ShouldBeInRange(400, 499);
        return response.ShouldBeProblemAsync((int)response.StatusCode);
    }

    /// <summary>Requires that an input is refused for these fields, by 422.</summary>
    public static async Task ShouldBeRefusedForAsync(this HttpResponseMessage response, params string[] fields) =>
        (await response.ShouldBeProblemAsync(422)).GetProperty("errors").EnumerateObject()
            .Select(error => error.Name).Order(StringComparer.Ordinal).ShouldBe(fields);

    /// <summary>Asks with one header, unless its value is null, and a body where there is one.</summary>
    public static async Task<HttpResponseMessage> AskAsync<T>(
        this HttpClient client, HttpMethod method, string path, (string Name, string? Value) header, T? body)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (header.Value is not null)
            request.Headers.Add(header.Name, header.Value);
        return await client.SendAsync(request);
    }

    /// <summary>Asks with one header.</summary>
    public static Task<HttpResponseMessage> AskAsync(
        this HttpClient client, HttpMethod method, string path, (string Name, string Value) header) =>
        client.AskAsync<object>(method, path, header, null);
}
