using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Registry.Events;

/// <summary>Events in both of their forms, over HTTP.</summary>
public class EventConversionTests
{
    private const string Core = "/api/v1/namespaces/developer/events";
    private const string New = "/apis/events.k8s.io/v1/namespaces/developer/events";

    private const string Event = """
        {
          "apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": { "name": "a" },
          "regarding": {
            "kind": "Pod", "namespace": "developer", "name": "web", "uid": "u", "apiVersion": "v1", "resourceVersion": "7",
            "fieldPath": "spec.containers{main}"
          },
          "note": "it started", "reason": "Started", "type": "Normal", "action": "Start", "eventTime": "2026-01-01T00:00:00.000000Z",
          "reportingController": "kubelet", "reportingInstance": "node", "deprecatedCount": 2
        }
        """;

    private const string Other = """
        {
          "apiVersion": "v1", "kind": "Event", "metadata": { "name": "b" }, "message": "it waits", "reason": "Pending", "type": "Warning",
          "involvedObject": { "kind": "Job", "namespace": "developer", "name": "once", "uid": "v", "apiVersion": "batch/v1" },
          "source": { "component": "job-controller" }, "reportingComponent": "job-controller", "count": 1
        }
        """;

    [Fact]
    public async Task What_is_written_in_one_form_is_read_in_the_other()
    {
        await using var api = await StartAsync();

        var core = (await api.AskAsync("GET", $"{Core}/a")).Answer;
        ($"{core["apiVersion"]}", $"{core["message"]}", $"{core["reportingComponent"]}", $"{core["count"]}")
            .ShouldBe(("v1", "it started", "kubelet", "2"));
        core["involvedObject"]!["fieldPath"]!.GetValue<string>().ShouldBe("spec.containers{main}");
        core.AsObject().Select(field => field.Key).ShouldNotContain("note");
        var listed = (await api.AskAsync("GET", New)).Answer["items"]!.AsArray().Single(item => $"{item!["metadata"]!["name"]}" == "b")!;
        ($"{listed["note"]}", $"{listed["reportingController"]}", $"{listed["deprecatedSource"]!["component"]}")
            .ShouldBe(("it waits", "job-controller", "job-controller"));
        listed["regarding"]!["name"]!.GetValue<string>().ShouldBe("once");

        var patch = await api.AskAsync("PATCH", $"{New}/b", """{ "note": "it goes on" }""", "application/merge-patch+json");
        (patch.Code, $"{patch.Answer["note"]}").ShouldBe((200, "it goes on"));
        $"{(await api.AskAsync("GET", $"{Core}/b")).Answer["message"]}".ShouldBe("it goes on");
    }

    [Theory]
    [InlineData("regarding.kind=Pod", "a")]
    [InlineData("regarding.namespace=developer", "a b")]
    [InlineData("regarding.name=web", "a")]
    [InlineData("regarding.uid=u", "a")]
    [InlineData("regarding.apiVersion=batch/v1", "b")]
    [InlineData("regarding.resourceVersion=7", "a")]
    [InlineData("regarding.fieldPath=spec.containers{main}", "a")]
    [InlineData("reason!=Started", "b")]
    [InlineData("reportingController=kubelet", "a")]
    [InlineData("type=Warning", "b")]
    [InlineData("metadata.name=a", "a")]
    [InlineData("regarding.kind=Pod,type=Warning", "")]
    [InlineData("involvedObject.name=web", null)]
    [InlineData("reportingComponent=kubelet", null)]
    [InlineData("source=kubelet", null)]
    public Task Those_of_the_new_form_are_selected_by_its_fields(string selector, string? names) => SelectAsync(New, selector, names);

    [Theory]
    [InlineData("involvedObject.kind=Pod", "a")]
    [InlineData("involvedObject.namespace=developer", "a b")]
    [InlineData("involvedObject.name=web", "a")]
    [InlineData("involvedObject.uid=u", "a")]
    [InlineData("involvedObject.apiVersion=batch/v1", "b")]
    [InlineData("involvedObject.resourceVersion=7", "a")]
    [InlineData("involvedObject.fieldPath=spec.containers{main}", "a")]
    [InlineData("reason=Started", "a")]
    [InlineData("reportingComponent=kubelet", "a")]
    [InlineData("source=kubelet", "a")]
    [InlineData("source=job-controller", "b")]
    [InlineData("type=Warning", "b")]
    [InlineData("regarding.name=web", null)]
    [InlineData("reportingController=kubelet", null)]
    public Task Those_of_the_core_form_are_selected_by_its_fields(string selector, string? names) => SelectAsync(Core, selector, names);

    private static async Task SelectAsync(string path, string selector, string? names)
    {
        await using var api = await StartAsync();
        var query = $"{path}?fieldSelector={Uri.EscapeDataString(selector)}";

        var (code, answer) = await api.AskAsync("GET", query);

        code.ShouldBe(names is null ? 400 : 200, $"{answer}");
        if (names is null)
        {
            answer["message"]!.GetValue<string>().ShouldBe($"field label not supported: {selector.Split('=')[0]}");
            return;
        }

        string.Join(' ', answer["items"]!.AsArray().Select(Name)).ShouldBe(names);
        if (names.Length == 0)
            return;
        var first = await api.WatchAsync($"{query}&watch=true").FirstAsync();
        ($"{first["type"]}", Name(first["object"])).ShouldBe(("ADDED", names[..1]));
    }

    private static string Name(JsonNode? item) => $"{item!["metadata"]!["name"]}";

    private static async Task<TestApi> StartAsync()
    {
        var api = await TestApi.StartAsync("developer");
        foreach (var (path, body) in new[] { (New, Event), (Core, Other) })
        {
            var (code, answer) = await api.AskAsync("POST", path, body);
            code.ShouldBe(201, $"{answer}");
        }

        return api;
    }
}
