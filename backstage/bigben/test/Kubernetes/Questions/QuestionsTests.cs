using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Questions;

namespace BigBen.Tests.Kubernetes.Questions;

public sealed class QuestionsTests
{
    [Fact]
    public async Task Events_of_an_object_come_the_newest_first()
    {
        await using var platform = await TestPlatform.DeveloperAsync();

        var events = ObjectEvent.Of(await platform.ReadAsync(), [new ObjectReference("", "Pod", "developer", "service-a-8dd95887b-jz7jg")]);

        events.ShouldContain(item => item.Reason == "Scheduled" && item.Type == "Normal");
        events.Select(item => item.Time).ShouldBe(events.Select(item => item.Time).OrderDescending());
        events.ShouldAllBe(item => item.Object.Name == "service-a-8dd95887b-jz7jg");
    }

    [Fact]
    public async Task What_an_object_says_is_not_enforced_is_told_field_by_field()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.SetStatus(ResourceKind.Deployments, "developer", "service-a", JsonNode.Parse("""
            { "conditions": [{ "type": "bigben.localhost/NotEnforced", "status": "True", "reason": "LocalPlatform",
              "message": "spec.template.spec.securityContext: a process of this user; spec.replicas: no: really" }] }
            """)!);
        platform.SetStatus(ResourceKind.Applications, "argocd", "developer-service-a", JsonNode.Parse("""
            { "conditions": [{ "type": "bigben.localhost/NotEnforced", "message": "batch/Job developer/x: PostDelete hooks are not run" }] }
            """)!);

        NotEnforced.In(await platform.ReadAsync()).Select(item => (item.Object.ToString(), item.What, item.Why)).ShouldBe(
        [
            ("argoproj.io/Application/developer-service-a", "batch/Job developer/x", "PostDelete hooks are not run"),
            ("apps/Deployment/service-a", "spec.template.spec.securityContext", "a process of this user"),
            ("apps/Deployment/service-a", "spec.replicas", "no: really"),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_database_beside_a_service_is_none_that_answers_HTTP()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Put(ResourceKind.StatefulSets, Object("apps/v1", "StatefulSet", "service-a-database", """
            "serviceName": "service-a-database", "selector": { "matchLabels": { "app": "database" } }, "template": {
              "metadata": { "labels": { "app": "database", "more": "true" } },
              "spec": { "containers": [{ "name": "postgres", "image": "postgres:17" }] }
            }
            """));
        platform.Put(ResourceKind.Services, Object("v1", "Service", "service-a-database", """
            "selector": { "app": "database" }, "ports": [{ "port": 5432 }]
            """));
        platform.Put(ResourceKind.Services, Object("v1", "Service", "service-a-managed", """
            "type": "ExternalName", "externalName": "db.example", "ports": [{ "port": 5432 }]
            """));
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            foreach (var (group, kind, name) in new[]
            {
                ("apps", "StatefulSet", "service-a-database"), ("", "Service", "service-a-database"), ("", "Service", "service-a-managed"),
            })
                body["status"]!["resources"]!.AsArray().Add((JsonNode)new JsonObject
                {
                    ["group"] = group,
                    ["version"] = "v1",
                    ["kind"] = kind,
                    ["namespace"] = "developer",
                    ["name"] = name,
                });
        });
        var cluster = await platform.ReadAsync();

        ApplicationUrls.ServicesOf(cluster, ApplicationList.Find(cluster, "developer-service-a")).ShouldBe([("service-a", 8011)]);

        static JsonElement Object(string version, string kind, string name, string spec) => JsonElement.Parse(
            $$"""
            {
              "apiVersion": "{{version}}", "kind": "{{kind}}", "metadata": { "name": "{{name}}", "namespace": "developer" },
              "spec": { {{spec}} }
            }
            """);
    }

    [Fact]
    public async Task Desired_is_what_was_applied_last()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(
            ResourceKind.Deployments,
            "developer",
            "service-a",
            body => body["metadata"]!["annotations"]!["kubectl.kubernetes.io/last-applied-configuration"] =
                """{"kind":"Deployment","spec":{"replicas":3}}""");
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            foreach (var resource in body["status"]!["resources"]!.AsArray().Where(resource => $"{resource!["kind"]}" != "Ingress"))
                resource!["status"] = "OutOfSync";
            body["status"]!["resources"]!.AsArray().Add(new JsonObject
            {
                ["group"] = "away.example",
                ["version"] = "v1",
                ["kind"] = "Gone",
                ["name"] = "gone",
                ["namespace"] = "developer",
                ["status"] = "OutOfSync",
            });
        });

        var resources = await ManagedResource.ReadDifferentAsync(
            platform.Api, ApplicationList.Find(await platform.ReadAsync(), "developer-service-a"), CancellationToken.None);

        resources.ShouldNotContain(resource => resource.Managed.Reference.Kind == "Ingress");
        resources.Single(resource => resource.Failure is not null).Managed.Reference.Kind.ShouldBe("Gone");
        var deployment = resources.Single(resource => resource.Managed.Reference.Kind == "Deployment");
        deployment.Desired!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(3);
        deployment.Live!["spec"]!["replicas"]!.GetValue<int>().ShouldBe(1);
        // Applied on the server: the object does not keep what was applied.
        resources.Single(resource => resource.Managed.Reference.Kind == "Service").Desired.ShouldBeNull();
        resources.Single(resource => resource.Managed.Reference.Kind == "NetworkPolicy").Live.ShouldBeNull();
    }
}
