namespace BigBen.Tests.ApiServer.Resources;

/// <summary>Objects that are nested as deeply as the API takes them, and more.</summary>
public class NestingTests
{
    private const string Applications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
    private const string Reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    [Theory]
    [InlineData("POST", "", "application/json")]
    [InlineData("POST", "", "application/yaml")]
    [InlineData("PUT", "/a", "application/json")]
    [InlineData("PATCH", "/a", "application/merge-patch+json")]
    [InlineData("PATCH", "/b?fieldManager=f", "application/apply-patch+yaml")]
    [InlineData("PATCH", "/a?fieldManager=f", "application/apply-patch+yaml")]
    public async Task Whatever_depth_an_object_has_it_is_kept_and_read_again_or_refused(string method, string path, string type)
    {
        await using var api = await TestApi.StartAsync("argocd");
        var made = await api.AskAsync("POST", Applications, Application("a", "{}"));
        made.Code.ShouldBe(201, $"{made.Answer}");
        var kept = 0;
        for (var depth = 30; depth <= 110; depth++)
        {
            var current = (await api.AskAsync("GET", $"{Applications}/a")).Answer["metadata"]!["resourceVersion"]!.GetValue<string>();
            var name = method == "POST" ? $"x{depth}" : path[1..2];

            var (code, answer) = await api.AskAsync(
                method, Applications + path, Application(name, Nested(depth), method == "PUT" ? current : null), type);

            code.ShouldBeOneOf([200, 201, 400, 422], $"{depth}: {answer}");
            if (code < 300)
                kept = depth;
        }

        kept.ShouldBe(48);
        foreach (var read in new[] { "", $"/{(method == "POST" ? $"x{kept}" : path[1..2])}" })
        {
            (await api.AskAsync("GET", Applications + read)).Code.ShouldBe(200);
            (await api.AskAsync("GET", $"{Applications}{read}?includeObject=Object", accept: Table)).Code.ShouldBe(200);
        }

        (await api.WatchAsync($"{Applications}?watch=true").FirstAsync())["type"]!.GetValue<string>().ShouldBe("ADDED");
    }

    [Fact]
    public async Task What_many_patches_have_nested_is_kept_or_refused()
    {
        await using var api = await TestApi.StartAsync("argocd");
        (await api.AskAsync("POST", Applications, Application("a", Nested(20)))).Code.ShouldBe(201);
        var value = $$"""[{ "op": "add", "path": "/spec/y", "value": {{Nested(20)}} }]""";
        (await api.AskAsync("PATCH", $"{Applications}/a", value, "application/json-patch+json")).Code.ShouldBe(200);
        for (var depth = 20; depth <= 70; depth += 5)
        {
            var copy = $$"""
                [
                  { "op": "add", "path": "/spec/z", "value": {{Nested(5)}} },
                  { "op": "copy", "from": "/spec/y", "path": "/spec/z/x" },
                  { "op": "move", "from": "/spec/z", "path": "/spec/y" }
                ]
                """;

            var (code, answer) = await api.AskAsync("PATCH", $"{Applications}/a", copy, "application/json-patch+json");

            code.ShouldBeOneOf([200, 422], $"{depth}: {answer}");
        }

        (await api.AskAsync("GET", Applications)).Code.ShouldBe(200);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/yaml")]
    public async Task A_review_of_any_depth_is_answered(string type)
    {
        await using var api = await TestApi.StartAsync("developer");
        for (var depth = 30; depth <= 110; depth++)
        {
            var (code, answer) = await api.AskAsync(
                "POST", Reviews, $$"""{ "metadata": { "annotations": {{Nested(depth)}} }, "spec": { "x": {{Nested(depth)}} } }""", type);

            code.ShouldBeOneOf([201, 400], $"{depth}: {answer}");
        }
    }

    // As many maps, each in the other.
    private static string Nested(int depth) => $"{string.Concat(Enumerable.Repeat("""{ "x": """, depth))}1{new string('}', depth)}";

    private static string Application(string name, string value, string? version = null)
    {
        var written = version is null ? "" : $$""", "resourceVersion": "{{version}}" """;
        return $$"""
            {
              "apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": { "name": "{{name}}"{{written}} },
              "spec": { "x": {{value}} }, "status": { "x": {{value}} }
            }
            """;
    }
}
