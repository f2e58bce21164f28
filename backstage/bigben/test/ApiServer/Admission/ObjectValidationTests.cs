using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Admission;

public class ObjectValidationTests
{
    private const string Path = "/apis/apps/v1/namespaces/developer/deployments";

    private const string Deployment = """
        {
          "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "a" },
          "spec": {
            "replicas": 1, "selector": { "matchLabels": { "a": "b" } },
            "template": {
              "metadata": { "labels": { "a": "b" } },
              "spec": {
                "containers": [{ "name": "a", "image": "a", "resources": { "requests": { "cpu": "1" }, "limits": { "cpu": "2" } } }]
              }
            }
          }
        }
        """;

    [Fact]
    public async Task A_wrong_object_is_refused_with_its_causes()
    {
        await using var api = await TestApi.StartAsync("developer");

        var (code, answer) = await api.AskAsync("POST", Path, Deployment.Replace("\"cpu\": \"2\"", "\"cpu\": \"0.5\""));

        code.ShouldBe(422);
        answer["reason"]!.GetValue<string>().ShouldBe("Invalid");
        var cause = answer["details"]!["causes"]![0]!;
        cause["reason"]!.GetValue<string>().ShouldBe("FieldValueInvalid");
        cause["field"]!.GetValue<string>().ShouldBe("spec.template.spec.containers[0].resources.requests");
        cause["message"]!.GetValue<string>().ShouldBe("Invalid value: \"1\": must be less than or equal to cpu limit of 500m");
    }

    [Fact]
    public async Task A_null_in_a_map_of_texts_is_an_empty_text()
    {
        await using var api = await TestApi.StartAsync("developer");
        const string note = """
            {
              "apiVersion": "v1", "kind": "ConfigMap",
              "metadata": { "name": "a", "labels": { "l": null }, "annotations": { "n": null, "m": "1" } }, "data": { "d": null }
            }
            """;

        var (code, made) = await api.AskAsync("POST", "/api/v1/namespaces/developer/configmaps", note);

        code.ShouldBe(201, $"{made}");
        var kept = (await api.AskAsync("GET", "/api/v1/namespaces/developer/configmaps/a")).Answer;
        kept["metadata"]!["labels"]!.ToJsonString().ShouldBe("""{"l":""}""");
        kept["metadata"]!["annotations"]!.ToJsonString().ShouldBe("""{"n":"","m":"1"}""");
        kept["data"]!.ToJsonString().ShouldBe("""{"d":""}""");
    }

    [Fact]
    public async Task A_patch_is_refused_for_what_it_would_make()
    {
        await using var api = await TestApi.StartAsync("developer");
        (await api.AskAsync("POST", Path, Deployment)).Code.ShouldBe(201);

        var (code, answer) = await api.AskAsync("PATCH", $"{Path}/a", "{ \"spec\": { \"replicas\": -1 } }", "application/merge-patch+json");
        var status = await api.AskAsync(
            "PATCH", $"{Path}/a/status", "{ \"status\": { \"replicas\": 1 } }", "application/merge-patch+json");

        code.ShouldBe(422);
        answer["message"]!.GetValue<string>().ShouldBe(
            "Deployment.apps \"a\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0");
        status.Code.ShouldBe(200);
    }

    [Fact]
    public async Task What_an_object_was_made_with_stays()
    {
        await using var api = await TestApi.StartAsync("developer");
        await api.AskAsync("POST", Path, Deployment);

        var (code, answer) = await api.AskAsync(
            "PATCH", $"{Path}/a", "{ \"spec\": { \"selector\": { \"matchLabels\": { \"x\": \"y\" } } } }", "application/merge-patch+json");

        code.ShouldBe(422);
        answer["message"]!.GetValue<string>().ShouldBe(
            "Deployment.apps \"a\" is invalid: [spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match "
            + "template `labels`, spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"x\":\"y\"}}: field is immutable]");
    }

    [Fact]
    public async Task A_pod_meets_the_standard_of_its_namespace()
    {
        await using var api = await TestApi.StartAsync();
        api.Create(
            "v1", "namespaces", "",
            """{ "metadata": { "name": "safe", "labels": { "pod-security.kubernetes.io/enforce": "baseline" } } }""");

        var (code, answer) = await api.AskAsync(
            "POST",
            "/api/v1/namespaces/safe/pods",
            """{ "metadata": { "name": "a" }, "spec": { "hostNetwork": true, "containers": [{ "name": "a", "image": "a" }] } }""");

        code.ShouldBe(403);
        answer["message"]!.GetValue<string>().ShouldBe(
            "pods \"a\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)");
    }

    [Theory]
    [InlineData("?fieldValidation=Strict", 400, null)]
    [InlineData("?fieldValidation=Ignore", 201, null)]
    [InlineData("", 201, "299 - \"unknown field \\\"spec.replcas\\\"\"")]
    public async Task A_field_that_there_is_not_is_refused_where_that_is_asked_and_else_dropped(string query, int code, string? warning)
    {
        await using var api = await TestApi.StartAsync("developer");

        using var response = await api.SendAsync("POST", Path + query, Deployment.Replace("\"replicas\"", "\"replcas\""));

        ((int)response.StatusCode).ShouldBe(code);
        response.Headers.TryGetValues("Warning", out var warnings);
        warnings.ShouldBe(warning is null ? null : [warning]);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        if (code == 201)
            answer["spec"]!.AsObject().ContainsKey("replcas").ShouldBeFalse();
        else
        {
            answer["message"]!.GetValue<string>().ShouldBe(
                "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field \"spec.replcas\"");
        }
    }

    [Fact]
    public async Task A_value_of_another_type_is_refused_always()
    {
        await using var api = await TestApi.StartAsync("developer");

        var (code, answer) = await api.AskAsync(
            "POST", $"{Path}?fieldValidation=Ignore", Deployment.Replace("\"replicas\": 1", "\"replicas\": \"1\""));

        code.ShouldBe(400);
        answer["message"]!.GetValue<string>().ShouldEndWith(
            "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32");
    }

    [Theory]
    [InlineData("networking.k8s.io/v1", "networkpolicies", """{ "kind": "NetworkPolicy", "spec": { "podSelector": {} } }""")]
    [InlineData("batch/v1", "cronjobs", """
        {
          "kind": "CronJob",
          "spec": {
            "schedule": "@daily",
            "jobTemplate": {
              "spec": { "template": { "spec": { "restartPolicy": "Never", "containers": [{ "name": "c", "image": "a:1" }] } } }
            }
          }
        }
        """)]
    public async Task A_status_that_the_platform_wrote_is_no_unknown_field_of_those_who_change_the_rest(
        string version, string plural, string value)
    {
        await using var api = await TestApi.StartAsync("developer");
        var path = $"/apis/{version}/namespaces/developer/{plural}";
        var body = JsonNode.Parse(value)!.AsObject();
        body["apiVersion"] = version;
        body["metadata"] = new JsonObject { ["name"] = "a" };
        body["status"] = new JsonObject { ["conditions"] = new JsonArray() };

        (await api.AskAsync("POST", $"{path}?fieldValidation=Strict", body.ToJsonString())).Code.ShouldBe(400);
        api.Store.Create(TestApi.Resource(version, plural), "developer", body);

        const string labels = """{ "metadata": { "labels": { "a": "b" } } }""";
        (await api.AskAsync("PATCH", $"{path}/a?fieldValidation=Strict", labels, "application/merge-patch+json")).Code.ShouldBe(200);
    }
}
