using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>What a real kubectl makes of the API: its exit code, and what it prints.</summary>
public class KubectlTests
{
    private const string Pod = """
        {
          "metadata": { "name": "web-1", "labels": { "app": "web" } },
          "spec": { "nodeName": "big-ben", "containers": [{ "name": "web", "image": "web:1" }] }
        }
        """;

    [KubectlFact]
    public async Task Reads_what_the_server_is_and_serves()
    {
        await using var api = await TestApi.StartAsync("developer");

        (await ShouldRunAsync(api, "version")).ShouldContain("Server Version: v1.36.3");
        (await ShouldRunAsync(api, "api-resources")).ShouldContain("applications");
        (await ShouldRunAsync(api, "cluster-info")).ShouldContain("is running at");
        (await ShouldRunAsync(api, "auth", "whoami")).ShouldContain("big-ben-admin");
        (await ShouldRunAsync(api, "auth", "can-i", "delete", "pods", "-n", "developer")).Trim().ShouldBe("yes");
        (await ShouldRunAsync(api, "get", "--raw", "/livez?verbose")).ShouldContain("livez check passed");
    }

    [KubectlFact]
    public async Task Gets_tables_objects_and_errors()
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("v1", "pods", "developer", Pod);
        api.Update("v1", "pods", "developer", "web-1", value => value["status"] = new JsonObject { ["phase"] = "Running" }, "status");

        (await ShouldRunAsync(api, "-n", "developer", "get", "pods")).ShouldContain("NAME    READY   STATUS    RESTARTS   AGE");
        (await ShouldRunAsync(api, "-n", "developer", "get", "pods", "-o", "wide")).ShouldContain("NOMINATED NODE");
        (await ShouldRunAsync(api, "-n", "developer", "get", "pod", "web-1", "-o", "yaml")).ShouldContain("image: web:1");
        (await ShouldRunAsync(api, "get", "pods", "-A", "-l", "app=web", "-o", "name")).Trim().ShouldBe("pod/web-1");
        (await ShouldRunAsync(api, "get", "pods", "-A", "--field-selector", "status.phase=Running", "-o", "name"))
            .Trim().ShouldBe("pod/web-1");
        (await ShouldRunAsync(api, "-n", "developer", "get", "all")).ShouldContain("pod/web-1");
        (await ShouldRunAsync(api, "-n", "developer", "describe", "pod", "web-1")).ShouldContain("web:1");
        (await ShouldFailAsync(api, "-n", "developer", "get", "pod", "nope")).ShouldContain("pods \"nope\" not found");
        (await ShouldFailAsync(api, "get", "widgets")).ShouldContain("the server doesn't have a resource type \"widgets\"");
        (await Kubectl.RunAsync(api, "-n", "nope", "get", "pods")).Error.ShouldContain("No resources found in nope namespace.");
    }

    [KubectlFact]
    public async Task Writes_what_it_is_told_to()
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("apps/v1", "deployments", "developer", """
            { "metadata": { "name": "web" }, "spec": { "replicas": 1, "selector": { "matchLabels": { "app": "web" } },
              "template": { "metadata": { "labels": { "app": "web" } },
              "spec": { "containers": [{ "name": "web", "image": "web:1" }] } } } }
            """);

        await ShouldRunAsync(api, "create", "namespace", "lab");
        await ShouldRunAsync(api, "-n", "lab", "create", "deployment", "hello", "--image=hello:v1", "--port=80", "--", "sleep", "9");
        (await ShouldRunAsync(api, "-n", "lab", "get", "deployment", "hello", "-o", "jsonpath={.spec.template.spec.containers[0].command}"))
            .Trim().ShouldBe("""["sleep","9"]""");
        await ShouldRunAsync(api, "-n", "lab", "create", "configmap", "note", "--from-literal=A=1");
        await ShouldRunAsync(api, "-n", "lab", "create", "secret", "generic", "key", "--from-literal=A=1");
        (await ShouldRunAsync(api, "-n", "lab", "get", "secret", "key", "-o", "jsonpath={.data.A}")).Trim().ShouldBe("MQ==");
        await ShouldRunAsync(api, "-n", "lab", "annotate", "configmap", "note", "x=y");
        await ShouldRunAsync(api, "-n", "lab", "label", "configmap", "note", "x=y");
        const string patch = """[{"op":"add","path":"/data/B","value":"2"}]""";
        await ShouldRunAsync(api, "-n", "lab", "patch", "configmap", "note", "--type", "json", "-p", patch);
        (await ShouldRunAsync(api, "-n", "lab", "get", "configmap", "note", "-o", "jsonpath={.data}"))
            .Trim().ShouldBe("""{"A":"1","B":"2"}""");
        await ShouldRunAsync(api, "-n", "developer", "scale", "deploy/web", "--replicas=3");
        await ShouldRunAsync(api, "-n", "developer", "set", "image", "deploy/web", "web=web:2");
        await ShouldRunAsync(api, "-n", "developer", "set", "env", "deploy/web", "X=1");
        await ShouldRunAsync(api, "-n", "developer", "rollout", "restart", "deploy/web");
        const string replicasAndImage = "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image}";
        (await ShouldRunAsync(api, "-n", "developer", "get", "deploy", "web", "-o", replicasAndImage))
            .Trim().ShouldBe("3 web:2");
        await ShouldRunAsync(api, "-n", "lab", "delete", "configmap", "note");
        (await ShouldFailAsync(api, "-n", "lab", "delete", "configmap", "note")).ShouldContain("not found");
    }

    [KubectlFact]
    public async Task Reads_logs_and_measurements()
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("v1", "pods", "developer", Pod);
        api.Create("v1", "nodes", "", """{ "metadata": { "name": "big-ben" } }""");
        var allocatable = JsonNode.Parse("""{ "allocatable": { "cpu": "2", "memory": "8Gi" } }""");
        api.Update("v1", "nodes", "", "big-ben", value => value["status"] = allocatable, "status");
        api.Kubelet.PodMetrics = [JsonNode.Parse("""
            { "kind": "PodMetrics", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": { "name": "web-1", "namespace": "developer" },
              "timestamp": "2026-01-01T00:00:00Z", "window": "10s",
              "containers": [{ "name": "web", "usage": { "cpu": "3m", "memory": "40Mi" } }] }
            """)!.AsObject()];
        api.Kubelet.NodeMetrics = [JsonNode.Parse("""
            { "kind": "NodeMetrics", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": { "name": "big-ben" },
              "timestamp": "2026-01-01T00:00:00Z", "window": "10s", "usage": { "cpu": "100m", "memory": "400Mi" } }
            """)!.AsObject()];

        (await ShouldRunAsync(api, "-n", "developer", "logs", "web-1", "--tail=2")).ShouldBe("started\n");
        (await ShouldFailAsync(api, "-n", "developer", "logs", "web-1", "--previous"))
            .ShouldContain("previous terminated container \"web\" in pod \"web-1\" not found");
        (await ShouldFailAsync(api, "-n", "developer", "logs", "web-1", "-c", "nope"))
            .ShouldContain("container nope is not valid for pod web-1");
        (await ShouldRunAsync(api, "-n", "developer", "top", "pods")).ShouldContain("40Mi");
        (await ShouldRunAsync(api, "top", "nodes")).ShouldContain("100m");
    }

    private static async Task<string> ShouldRunAsync(TestApi api, params string[] arguments)
    {
        var result = await Kubectl.RunAsync(api, arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }

    private static async Task<string> ShouldFailAsync(TestApi api, params string[] arguments)
    {
        var result = await Kubectl.RunAsync(api, arguments);
        result.ExitCode.ShouldBe(1, result.Output);
        return result.Error;
    }
}
