using System.Net;
using System.Net.WebSockets;
using BigBen.ApiServer.Resources;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.ApiServer.Streaming;

public class StreamingHandlerTests
{
    private const string V5 = "v5.channel.k8s.io";

    [Theory]
    [InlineData("GET", "nope/exec?command=x", 404, "pods \"nope\" not found")]
    [InlineData("GET", "web/exec?command=x&container=nope", 400, "container nope is not valid for pod web")]
    [InlineData(
        "GET",
        "init/attach?stdout=true",
        400,
        "a container name must be specified for pod init, choose one of: [one two] or one of the init containers: [first]")]
    [InlineData("GET", "two/attach?stdout=true", 400, "a container name must be specified for pod two, choose one of: [one two]")]
    [InlineData("GET", "new/exec?command=x", 400, "pod new does not have a host assigned")]
    [InlineData("POST", "web/exec?command=x", 400, "Upgrade request required")]
    [InlineData("GET", "web/attach?stdout=true", 400, "Upgrade request required")]
    [InlineData(
        "GET",
        "web/attach?stdin=true&stdout=true",
        400,
        "container main in pod web has no standard input and no terminal: the local platform starts no container with them")]
    [InlineData("GET", "web/portforward?ports=80", 400, "Upgrade request required")]
    [InlineData("DELETE", "web/exec", 405, "the server does not allow this method on the requested resource")]
    public async Task What_cannot_be_connected_is_told_as_a_status(string method, string part, int code, string message)
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("v1", "pods", "developer", Pod("web", "bigben", "main"));
        api.Create("v1", "pods", "developer", Pod("two", "bigben", "one", "two"));
        api.Create(
            "v1",
            "pods",
            "developer",
            """
            {
              "metadata": { "name": "init" },
              "spec": {
                "nodeName": "bigben",
                "initContainers": [{ "name": "first", "image": "web:1" }],
                "containers": [{ "name": "one", "image": "web:1" }, { "name": "two", "image": "web:1" }]
              }
            }
            """);
        api.Create("v1", "pods", "developer", Pod("new", null, "main"));

        var (answered, answer) = await api.AskAsync(method, $"/api/v1/namespaces/developer/pods/{part}");

        (answered, (string?)answer["message"]).ShouldBe((code, message));
        ((string?)answer["kind"]).ShouldBe("Status");
    }

    [Theory]
    [InlineData("a/exec?command=x&stdout=true", V5, HttpStatusCode.SwitchingProtocols)]
    [InlineData("a/exec?command=x&stdout=true", "v1.nope.io", HttpStatusCode.BadRequest)]
    [InlineData("a/exec?command=x", V5, HttpStatusCode.BadRequest)]
    [InlineData("a/exec?stdout=true", V5, HttpStatusCode.BadRequest)]
    [InlineData("a/attach?stdin=true&stdout=true", V5, HttpStatusCode.BadRequest)]
    [InlineData("a/portforward", "v4.channel.k8s.io", HttpStatusCode.BadRequest)]
    [InlineData("a/portforward?ports=70000", "v4.channel.k8s.io", HttpStatusCode.BadRequest)]
    [InlineData("ended/exec?command=x&stdout=true", V5, HttpStatusCode.InternalServerError)]
    [InlineData("ended/portforward?ports=80", "v4.channel.k8s.io", HttpStatusCode.InternalServerError)]
    public async Task Only_what_can_be_done_is_upgraded(string part, string protocol, HttpStatusCode code)
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));
        node.Apply(PodYaml.Shell("ended", "true", pod: "restartPolicy: Never"));
        await ServedNode.UntilAsync(() => node.Find("ended")!.Value.TextAt("status", "phase") == "Succeeded");

        var answered = HttpStatusCode.SwitchingProtocols;
        try
        {
            using var client = await node.ConnectAsync(part, protocol);
        }
        catch (WebSocketException e)
        {
            answered = (HttpStatusCode)int.Parse(e.Message.Split('\'').First(word => word.All(char.IsAsciiDigit) && word.Length == 3));
        }

        answered.ShouldBe(code);
    }

    private static string Pod(string name, string? node, params string[] containers)
    {
        var list = string.Join(", ", containers.Select(container => $$"""{ "name": "{{container}}", "image": "web:1" }"""));
        var bound = node is null ? "" : $"\"nodeName\": \"{node}\", ";
        return $$"""{ "metadata": { "name": "{{name}}" }, "spec": { {{bound}}"containers": [{{list}}] } }""";
    }
}
