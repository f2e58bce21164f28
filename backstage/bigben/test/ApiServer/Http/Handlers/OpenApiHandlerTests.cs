using System.Net;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Discovery;

namespace BigBen.Tests.ApiServer.Http.Handlers;

public class OpenApiHandlerTests
{
    private const string Apps = "/openapi/v3/apis/apps/v1";

    [Fact]
    public async Task A_document_asked_for_by_its_hash_may_be_kept_for_ever()
    {
        await using var api = await TestApi.StartAsync();
        var (_, index) = await api.AskAsync("GET", "/openapi/v3");
        var url = (string)index["paths"]!["apis/apps/v1"]!["serverRelativeURL"]!;

        using var first = await api.SendAsync("GET", url, accept: "application/json");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Headers.CacheControl!.ToString().ShouldContain("immutable");
        JsonNode.Parse(await first.Content.ReadAsStringAsync())!["openapi"]!.GetValue<string>().ShouldBe("3.0.0");

        using var again = await api.SendAsync("GET", Apps, header: ("If-None-Match", first.Headers.ETag!.ToString()));
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        again.Headers.CacheControl.ShouldBeNull();
    }

    [Fact]
    public async Task A_hash_of_another_day_leads_to_that_of_today()
    {
        await using var api = await TestApi.StartAsync();

        // The client follows, but not with its token.
        using var response = await api.SendAsync("GET", $"{Apps}?hash=0123");

        response.RequestMessage!.RequestUri!.Query.ShouldBe($"?hash={OpenApi.Find(Apps.Trim('/'))!.Hash}");
    }

    [Theory]
    [InlineData("GET", "/openapi/v3", "application/com.github.proto-openapi.spec.v3.v1.0+protobuf", 406)]
    [InlineData("GET", "/openapi/v2", "application/json", 406)]
    [InlineData("POST", "/openapi/v3", "application/json", 405)]
    [InlineData("GET", "/openapi/v2", OpenApiV2.AskedFor, 200)]
    public async Task What_cannot_be_had_is_refused(string method, string path, string accept, int code)
    {
        await using var api = await TestApi.StartAsync();

        using var response = await api.SendAsync(method, path, accept: accept);

        ((int)response.StatusCode).ShouldBe(code);
        if (code != 200)
            JsonNode.Parse(await response.Content.ReadAsStringAsync())!["kind"]!.GetValue<string>().ShouldBe("Status");
    }
}
