using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;

namespace BigBen.Tests.Console;

[Collection(SharedConsole.Name)]
public sealed class SafetyTests(ConsoleFixture platform)
{
    private const string TooMany = "two thousand fields";

    [Theory]
    [InlineData("console.bigben.localhost:1")]
    [InlineData("console.bigben.localhost")]
    public async Task Another_port_in_the_host_header_is_refused(string host)
    {
        using var response = await SendAsync(HttpMethod.Get, "/api/v1/applications", request => request.Headers.Host = host);

        response.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("console.bigben.localhost.evil.example")]
    [InlineData("console.bigben.localhost.")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_name_that_somebody_points_at_loopback_gets_nothing(string host)
    {
        using var response = await SendAsync(
            HttpMethod.Get, "/api/v1/applications", request => request.Headers.Host = $"{host}:{platform.Port}");

        response.IsSuccessStatusCode.ShouldBeFalse();
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("service-a:");
    }

    [Fact]
    public async Task Changing_something_by_the_API_takes_the_token()
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/v1/rollbacks", request =>
        {
            request.Headers.Authorization = new("Bearer", "wrong");
            request.Content = JsonContent.Create(new { service = "service-a", environment = "developer" });
        });

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_form_of_our_own_page_is_let_through_once_it_has_everything()
    {
        var (cookie, token) = await FormAsync();

        using var response = await ActAsync(cookie, token, platform.Origin, "same-origin");

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var id = response.Headers.Location!.ToString().Split('/')[^1];
        await ConsoleFixture.UntilAsync(
            () => platform.Journal.Find(id)?.State == BigBen.Console.RunState.Succeeded, "the refresh succeeded");
    }

    [Theory]
    [InlineData("no origin")]
    [InlineData("another origin")]
    [InlineData("a service's origin")]
    [InlineData("another site")]
    [InlineData("no cookie")]
    [InlineData("another session")]
    [InlineData("no token")]
    [InlineData("another type")]
    public async Task A_form_that_lacks_anything_is_refused(string what)
    {
        var (cookie, token) = await FormAsync();
        var (anothers, _) = await FormAsync();
        var runs = platform.Journal.Ids.Count;

        using var response = await ActAsync(
            what switch { "no cookie" => null, "another session" => anothers, _ => cookie },
            what == "no token" ? "" : token,
            what switch
            {
                "no origin" => null,
                "another origin" => "http://evil.example",
                "a service's origin" => $"http://dev.service-a.bigben.localhost:{platform.Port}",
                _ => platform.Origin,
            },
            what == "another site" ? "cross-site" : "same-origin",
            what == "another type" ? "text/plain" : null);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        platform.Journal.Ids.Count.ShouldBe(runs);
    }

    [Theory]
    [InlineData("text/plain", "application=developer-service-a", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=x", "no part", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", TooMany, HttpStatusCode.BadRequest)]
    public async Task What_is_no_form_starts_nothing_whoever_sends_it(string type, string body, HttpStatusCode code)
    {
        var runs = platform.Journal.Ids.Count;

        using var response = await SendAsync(HttpMethod.Post, "/actions/refresh", request =>
        {
            request.Headers.Add("Authorization", $"Bearer {ConsoleFixture.Token}");
            var text = body == TooMany ? string.Join('&', Enumerable.Repeat("a=b", 2000)) : body;
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        });

        response.StatusCode.ShouldBe(code);
        platform.Journal.Ids.Count.ShouldBe(runs);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/runs")]
    [InlineData("/applications/nobody")]
    [InlineData("/assets/console.js")]
    [InlineData("/assets/logs.js")]
    public async Task Every_answer_has_the_policy(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        policy.ShouldContain("frame-ancestors 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task No_page_holds_the_platforms_token()
    {
        string[] paths =
            ["/", "/applications/developer-service-a", "/runs", "/confirm/refresh?application=developer-service-a", "/api/v1/platform"];
        foreach (var path in paths)
            (await platform.Client.GetStringAsync(path)).ShouldNotContain(ConsoleFixture.Token);
    }

    private async Task<(string Cookie, string Token)> FormAsync()
    {
        using var page = await SendAsync(HttpMethod.Get, "/confirm/refresh?application=developer-service-a");
        var cookie = page.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldContain("httponly", Case.Insensitive);
        var token = Regex.Match(await page.Content.ReadAsStringAsync(), "name=\"token\" value=\"([\\w-]+)\"").Groups[1].Value;
        token.Length.ShouldBeGreaterThan(64);
        return (cookie.Split(';')[0], token);
    }

    private Task<HttpResponseMessage> ActAsync(string? cookie, string token, string? origin, string site, string? type = null) =>
        SendAsync(HttpMethod.Post, "/actions/refresh", request =>
        {
            if (cookie is not null)
                request.Headers.Add("Cookie", cookie);
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            request.Headers.Add("Sec-Fetch-Site", site);
            request.Content = new FormUrlEncodedContent([new("application", "developer-service-a"), new("token", token)]);
            if (type is not null)
                request.Content.Headers.ContentType = new(type);
        });

    // Without the token that the command line shows.
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage>? with = null)
    {
        using var client = BigBen.Tests.Ingress.TestIngress.NewClient(() => platform.Port);
        var request = new HttpRequestMessage(method, $"{platform.Origin}{path}");
        with?.Invoke(request);
        return await client.SendAsync(request);
    }
}
