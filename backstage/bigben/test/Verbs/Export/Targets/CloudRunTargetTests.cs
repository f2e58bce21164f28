using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Verbs.Export;
using BigBen.Verbs.Export.Targets;

namespace BigBen.Tests.Verbs.Export.Targets;

[Collection(ExportTests.Name)]
public sealed class CloudRunTargetTests(ExportFixture fixture)
{
    [Fact]
    public void A_web_service_is_a_Knative_Service_with_the_count_the_port_and_the_probes()
    {
        var template = ServiceOf("service-a")["spec"]!["template"]!;
        var container = template["spec"]!["containers"]![0]!;

        template["metadata"]!["annotations"]!.ToJsonString().ShouldBe(
            """{"autoscaling.knative.dev/minScale":"2","autoscaling.knative.dev/maxScale":"2","""
            + "\"run.googleapis.com/execution-environment\":\"gen1\"}");
        $"{container["image"]}".ShouldBe($"{ExportFixture.Registry}/bigben-service-a@{ExportFixture.Digest}");
        container["ports"]!.ToJsonString().ShouldBe("""[{"name":"http1","containerPort":8011}]""");
        container["startupProbe"]!.ToJsonString().ShouldBe(
            """{"httpGet":{"path":"/alive","port":9090},"periodSeconds":1,"timeoutSeconds":1,"failureThreshold":60}""");
        template["spec"]!["containers"]!.AsArray().Select(one => $"{one!["name"]}").ShouldBe(["service-a", "proxy"]);
    }

    [Fact]
    public void Variables_are_values_or_secrets_of_Secret_Manager_and_what_mixes_both_is_told_to_be_missing()
    {
        var result = CloudRunTarget.Make(fixture["service-a"]);
        var env = ServiceOf("service-a")["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray()
            .ToDictionary(one => $"{one!["name"]}", one => one!.AsObject());

        env["DB_PASSWORD"]["valueFrom"]!.ToJsonString()
            .ShouldBe("""{"secretKeyRef":{"name":"production-orders-db-password","key":"latest"}}""");
        $"{env["GREETING"]["value"]}".ShouldBe("a $ sign");
        env.Keys.ShouldNotContain("DB_URL");
        // Refused there, and set by itself.
        env.Keys.ShouldNotContain("PORT");
        result.Left.ShouldContain(line => line.Contains("containers[0].env[") && line.Contains("DB_URL"));
        result.Left.ShouldContain(line => line.Contains("initContainers[1]") || line.Contains("initContainers[0]"));
        result.Left.ShouldContain("Deployment service-a: spec.template.spec.containers[0].args = [\"--url\",\"$(DB_URL)\"]");
        result.Left.ShouldContain("Service service-a");
    }

    [Fact]
    public void A_database_does_not_come_along_nor_what_would_name_it()
    {
        var result = CloudRunTarget.Make(fixture["orders"]);

        result.Left.ShouldContain("StatefulSet orders-database");
        result.Left.ShouldContain(line => line.StartsWith("Job orders-migrations-"));
        result.Left.ShouldContain(line => line.Contains("$(ORDERS_DATABASE_SERVICE_HOST)"));
        result.Files[0].Text.ShouldNotContain("name: DB_HOST");
    }

    [Fact]
    public void Each_environment_has_a_service_of_its_own_in_one_project()
    {
        var source = fixture["service-a"];
        var application = source.Recorded.Application;
        var developer = source with
        {
            Recorded = source.Recorded with
            {
                Application = application with { Destination = application.Destination with { Namespace = "developer" } },
            },
        };

        NameOf(source).ShouldBe("production-service-a");
        NameOf(developer).ShouldBe("developer-service-a");
        var text = CloudRunTarget.Make(developer).Files[0].Text;
        text.ShouldContain("name: developer-orders-db-password");
        text.ShouldNotContain("production-orders");
    }

    [Fact]
    public void A_route_opens_it_to_everybody_and_without_one_it_is_internal()
    {
        ServiceOf("service-a")["metadata"]!["annotations"]!.ToJsonString()
            .ShouldBe("""{"run.googleapis.com/ingress":"all","run.googleapis.com/invoker-iam-disabled":"true"}""");
        ServiceOf("orders")["metadata"]!["annotations"]!.ToJsonString().ShouldBe("""{"run.googleapis.com/ingress":"internal"}""");
    }

    [Theory]
    [InlineData(38, null)]
    [InlineData(39, "Cloud Run takes names of up to 49 characters, and 'production-aaa")]
    public void A_name_that_Cloud_Run_would_not_take_is_refused_with_what_to_do(int length, string? refusal)
    {
        var source = Named(fixture["service-a"], new string('a', length));

        if (refusal is null)
            NameOf(source).Length.ShouldBe(49);
        else
            Should.Throw<PlatformException>(() => CloudRunTarget.Make(source)).Message.ShouldStartWith(refusal);
    }

    [Theory]
    [InlineData("service-b")]
    [InlineData("nightly")]
    public void What_answers_no_request_is_refused_with_what_to_do_instead(string service) =>
        Should.Throw<PlatformException>(() => CloudRunTarget.Make(fixture[service])).Message
            .ShouldBe($"cloud-run runs what answers requests, and '{service}' has no port: export 'compose', 'helm' or 'manifest'.");

    [SchemaFact]
    public async Task The_schema_of_Knative_finds_nothing_wrong()
    {
        var service = ServiceOf("service-a");
        (await Schemas.ErrorsAsync("knative", service)).ShouldBe("");
        service["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = 5;
        (await Schemas.ErrorsAsync("knative", service)).ShouldContain("image must be string");
    }

    private static ExportSource Named(ExportSource source, string name)
    {
        var application = source.Recorded.Application;
        var deployment = source.Recorded.Objects.Single(manifest => manifest.Key.Kind == "Deployment");
        var body = (JsonObject)deployment.Body.DeepClone();
        body["metadata"]!["name"] = name;
        return source with
        {
            Recorded = source.Recorded with
            {
                Application = application with { Source = application.Source with { ReleaseName = name } },
                Objects = [.. source.Recorded.Objects.Except([deployment]), deployment.With(body, source.Environment)],
            },
        };
    }

    private static string NameOf(ExportSource source) =>
        $"{ComposeTargetTests.Of(CloudRunTarget.Make(source).Files[0].Text)["metadata"]!["name"]}";

    private JsonNode ServiceOf(string service) => ComposeTargetTests.Of(CloudRunTarget.Make(fixture[service]).Files[0].Text);
}
