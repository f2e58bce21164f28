using System.Net;
using System.Net.Http.Headers;

namespace BigBen.Pipeline.GitHub;

/// <summary>GitHub's REST API (version 2022-11-28), as a workflow of one repository reaches it.</summary>
/// <param name="http">Sends the requests.</param>
/// <param name="address">The API's address.</param>
/// <param name="repository">The repository, <c>owner/name</c>.</param>
/// <param name="token">Who asks; null for anybody.</param>
internal sealed class GitHubApi(HttpClient http, Uri address, string repository, string? token)
{
    /// <summary>The repository, <c>owner/name</c>.</summary>
    public string Repository => repository;

    /// <summary>The API of the workflow or person that runs this process, by the variables that GitHub gives every job.</summary>
    /// <exception cref="PlatformException">No repository is named.</exception>
    public static GitHubApi OfThisProcess()
    {
        var repository = Variable("GITHUB_REPOSITORY") ?? throw new PlatformException(
            "It is not known which repository on GitHub is meant: set GITHUB_REPOSITORY to owner/name, and GITHUB_TOKEN.");
        var address = new Uri(Variable("GITHUB_API_URL") ?? "https://api.github.com");
        return new GitHubApi(
            new HttpClient { Timeout = TimeSpan.FromSeconds(30) }, address, repository, Variable("GITHUB_TOKEN") ?? Variable("GH_TOKEN"));
    }

    /// <summary>Asks for something.</summary>
    /// <param name="path">Its path and query, such as <c>/repos/owner/name</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What there is; null where there is none, or GitHub does not let it be seen (403 and 404).</returns>
    /// <exception cref="PlatformException">GitHub cannot be reached or answers something else.</exception>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        RequireRate(response, path);
        return response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
            ? null
            : await ReadAsync(response, path, cancellationToken);
    }

    /// <summary>Makes something.</summary>
    /// <param name="path">Where, such as <c>/repos/owner/name/pulls</c>.</param>
    /// <param name="body">What, as JSON.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was made.</returns>
    /// <exception cref="PlatformException">GitHub cannot be reached or refuses.</exception>
    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, cancellationToken);
        return await ReadAsync(response, path, cancellationToken);
    }

    /// <summary>Deletes something; what is gone already is not a failure.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">GitHub cannot be reached or refuses.</exception>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
            await RequireAsync(response, path, cancellationToken);
    }

    /// <summary>Whether GitHub says that something is switched off, or not for who asks (403).</summary>
    /// <param name="path">Its path and query.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">GitHub cannot be reached.</exception>
    public async Task<bool> IsForbiddenAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        RequireRate(response, path);
        return response.StatusCode == HttpStatusCode.Forbidden;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{address.AbsoluteUri.TrimEnd('/')}{path}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("big-ben", null));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new PlatformException(
                $"GitHub cannot be reached at {address.Authority} ({e.Message.TrimEnd('.')}): look at the network, then run this again.",
                e);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        await RequireAsync(response, path, cancellationToken);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return document.RootElement.Clone();
    }

    private static async Task RequireAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        RequireRate(response, path);
        var reason = Reason(await response.Content.ReadAsStringAsync(cancellationToken));
        throw new PlatformException(response.StatusCode switch
        {
            HttpStatusCode.Unauthorized =>
                $"GitHub does not accept the token for {path} ({reason}): set GITHUB_TOKEN to one that is valid.",
            HttpStatusCode.Forbidden => $"GitHub forbids {path} ({reason}): give the token, or the workflow's job, the permission for it.",
            HttpStatusCode.NotFound =>
                $"GitHub does not know {path}, or the token may not see it: look at GITHUB_REPOSITORY and its rights.",
            _ => $"GitHub answers {(int)response.StatusCode} for {path}: {reason}; look at the token's permissions and GitHub's status.",
        });
    }

    // A spent limit is answered with 403 or 429; it says nothing about what was asked for.
    private static void RequireRate(HttpResponseMessage response, string path)
    {
        var isSpent = response.StatusCode == HttpStatusCode.TooManyRequests
            || (response.StatusCode == HttpStatusCode.Forbidden
                && (response.Headers.RetryAfter is not null || Header(response, "x-ratelimit-remaining") == "0"));
        if (!isSpent)
            return;
        var when = response.Headers.RetryAfter?.Delta is { } pause ? $"in {pause.TotalSeconds:0} s"
            : long.TryParse(Header(response, "x-ratelimit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset)
                && reset <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? $"after {DateTimeOffset.FromUnixTimeSeconds(reset):yyyy-MM-dd HH:mm:ss} UTC"
            : "in a minute";
        throw new PlatformException($"GitHub's rate limit is used up, so {path} was not answered: run this again {when}.");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static string Reason(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetProperty("message").GetString()?.TrimEnd('.') ?? "without a reason";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "without a reason";
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
