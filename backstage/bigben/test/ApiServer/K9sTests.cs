using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer;

/// <summary>What k9s asked a real cluster, from its start to its events: each request has an answer of the same kind.</summary>
public partial class K9sTests
{
    private const string Pod = "service-a-8dd95887b-pjsnb";

    /// <summary>Where the answer is another one, and why.</summary>
    private static readonly Dictionary<string, string> Differs = new()
    {
        ["customresourcedefinitions"] = "no resources are defined here: not found, at once",
    };

    private static ApiResource Namespaces => TestApi.Resource("v1", "namespaces");

    [Fact]
    public async Task Every_request_is_answered_by_the_same_kind_of_answer()
    {
        await using var api = await TestApi.StartAsync("developer", "argocd");
        api.Create("v1", "pods", "developer", $$"""
            { "metadata": { "name": "{{Pod}}" }, "spec": { "containers": [{ "name": "service-a", "image": "a:1" }] } }
            """);
        api.Create("apps/v1", "deployments", "developer", """
            { "metadata": { "name": "service-a" }, "spec": { "selector": { "matchLabels": { "app": "a" } }, "template": {
              "metadata": { "labels": { "app": "a" } }, "spec": { "containers": [{ "name": "service-a", "image": "a:1" }] } } } }
            """);
        var wrong = new List<string>();
        foreach (var request in Golden.Lines("kubectl/k9s.jsonl").Where(line => line.TextAt("method") is not null))
        {
            var url = request.TextAt("url")!;
            var (code, kind) = await AskAsync(api, request);
            var expected = Differs.Keys.Any(url.Contains) ? (404, "") : ((int)request.NumberAt("status")!, KindOf(request));
            if ((code, kind) != expected)
                wrong.Add($"{request.TextAt("method")} {url}: {(code, kind)} instead of {expected}");
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations", false)]
    [InlineData("/apis/apiextensions.k8s.io/v1/customresourcedefinitions?watch=true", false)]
    [InlineData("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/big-ben", true)]
    [InlineData("/apis/apps/v1/daemonsets?watch=true", true)]
    [InlineData("/api/v1/replicationcontrollers", true)]
    public async Task What_a_local_platform_has_not_is_not_found_at_once(string path, bool isStatus)
    {
        await using var api = await TestApi.StartAsync();

        using var response = await api.SendAsync("GET", path);

        ((int)response.StatusCode).ShouldBe(404);
        // Of a group that is not there Kubernetes, too, says so in plain text; client-go makes a Status of it.
        var body = await response.Content.ReadAsStringAsync();
        if (isStatus)
            JsonNode.Parse(body)!["reason"]!.GetValue<string>().ShouldBe("NotFound");
        else
            body.ShouldBe("404 page not found\n");
    }

    private static async Task<(int Code, string Kind)> AskAsync(TestApi api, JsonElement request)
    {
        // Versions are those of another store: a watch follows from now on.
        var url = Versions().Replace(request.TextAt("url")!, $"resourceVersion={api.Store.List(Namespaces).Version}");
        using var response = await api.SendAsync(
            request.TextAt("method")!, url, request.TextAt("body"), request.TextAt("contentType"), request.TextAt("accept"));
        var code = (int)response.StatusCode;
        if (code == 404)
            return (code, "");
        if (url.Contains("watch=true", StringComparison.Ordinal))
            return (code, $"watch of {response.Content.Headers.ContentType}");
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (code, answer["kind"]?.GetValue<string>() ?? "Info");
    }

    private static string KindOf(JsonElement request)
    {
        var path = request.TextAt("url")!.Split('?')[0];
        if (request.TextAt("url")!.Contains("watch=true", StringComparison.Ordinal))
            return "watch of application/json";
        if (path == "/version")
            return "Info";
        if (RequestInfo.Of(path) is not { } info)
            return "APIGroupDiscoveryList";
        if (request.TextAt("accept")!.StartsWith("application/json;as=Table", StringComparison.Ordinal))
            return "Table";
        var resource = ResourceCatalog.Find(info.Group, info.Version, info.Resource);
        return (request.TextAt("method") == "GET" && info.Name.Length == 0 ? resource?.ListKind : resource?.Kind) ?? "";
    }

    [GeneratedRegex(@"resourceVersion=[1-9]\d*")]
    private static partial Regex Versions();
}
