using System.Text.Json;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Pods;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Ingress;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Kubernetes.Pods;

public sealed class PodQuestionTests : IDisposable
{
    private readonly TestDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pod_of_a_cluster_is_asked_by_way_of_its_API_server()
    {
        await using var server = await ServeAsync(http => http.Request.Path.Value switch
        {
            "/api/v1/namespaces/developer/pods/web:8011/proxy/version" => (200, "v1"),
            _ => (503, """{ "kind": "Status", "message": "error trying to reach service" }"""),
        });
        using var api = Open(server.Port);
        using var question = new PodQuestion(api);

        (await question.AskAsync(Pod(), 8011, "version", CancellationToken.None)).Body.ShouldBe("v1");
        var refused = await question.AskAsync(Pod(), 8011, "health", CancellationToken.None);
        (refused.IsSuccess, refused.Summary).ShouldBe((false, "503 Service Unavailable"));
        refused.Body.ShouldContain("error trying to reach service");
    }

    [Fact]
    public async Task A_pod_of_this_machine_is_asked_at_the_port_that_its_kubelet_tells()
    {
        using var api = Open(1);
        using var question = new PodQuestion(api);
        await using var server = await ServeAsync(http => (200, $"{http.Request.Path}"));
        using var deaf = new DeafPort();

        (await question.AskAsync(OnPort(server.Port), 8011, "version", CancellationToken.None)).Body.ShouldBe("/version");
        var gone = await question.AskAsync(OnPort(deaf.Number), 8011, "version", CancellationToken.None);

        (gone.Code, gone.IsSuccess).ShouldBe((null, false));
        gone.Summary.ShouldStartWith("nothing (");

        static Pod OnPort(int port) => Pod($$"""{\"8011\":{{port}}}""");
    }

    private static Pod Pod(string ports = "") => new(JsonDocument.Parse(
        $$"""
        { "metadata": { "name": "web", "namespace": "developer", "annotations": { "bigben.localhost/ports": "{{ports}}" } } }
        """).RootElement);

    private static Task<LoopbackServer> ServeAsync(Func<HttpContext, (int Code, string Body)> answer) => LoopbackServer.StartAsync(
        0,
        useIPv6: false,
        http =>
        {
            (http.Response.StatusCode, var body) = answer(http);
            return http.Response.WriteAsync(body);
        },
        CancellationToken.None);

    private KubernetesApi Open(int port)
    {
        File.WriteAllText(_folder["kubeconfig"], $$"""
            { "apiVersion": "v1", "kind": "Config", "current-context": "x",
              "contexts": [{ "name": "x", "context": { "cluster": "x", "user": "x" } }],
              "clusters": [{ "name": "x", "cluster": { "server": "http://127.0.0.1:{{port}}" } }],
              "users": [{ "name": "x", "user": { "token": "t" } }] }
            """);
        return KubernetesApi.Open(_folder["kubeconfig"]);
    }
}
