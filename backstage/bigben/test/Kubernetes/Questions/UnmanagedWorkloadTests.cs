using System.Text.Json;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Questions;

namespace BigBen.Tests.Kubernetes.Questions;

public sealed class UnmanagedWorkloadTests
{
    [Fact]
    public async Task What_was_made_by_hand_outside_of_the_environments_is_not_held_by_git()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Put(ResourceKind.Deployments, Parse("""
            { "metadata": { "name": "hello", "namespace": "lab", "uid": "1" },
              "spec": { "replicas": 2, "selector": { "matchLabels": { "app": "hello" } },
                "template": { "metadata": { "labels": { "app": "hello" } },
                  "spec": { "containers": [{ "name": "main", "image": "hello:v1" }] } } },
              "status": { "readyReplicas": 1 } }
            """));
        platform.Put(ResourceKind.Pods, Parse("""
            { "metadata": { "name": "hello-1", "namespace": "lab",
                "ownerReferences": [{ "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "hello", "uid": "2", "controller": true }] },
              "spec": { "containers": [{ "name": "main", "image": "hello:v1" }] } }
            """));
        platform.Put(ResourceKind.Pods, Parse("""
            { "metadata": { "name": "alone", "namespace": "default" },
              "spec": { "containers": [{ "name": "main", "image": "hello@sha256:12" }] },
              "status": { "conditions": [{ "type": "Ready", "status": "True" }] } }
            """));

        UnmanagedWorkload.In(await platform.ReadAsync()).Select(workload => workload.ToString())
            .ShouldBe(["default/Pod/alone 1/1 hello@sha256:12", "lab/Deployment/hello 1/2 hello:v1"]);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
