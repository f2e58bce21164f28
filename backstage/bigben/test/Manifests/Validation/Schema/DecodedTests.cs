using System.Text.Json.Nodes;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.Tests.Manifests.Validation.Schema;

/// <summary>Objects as users write them, and as a Go client that reads and writes them again sends them.</summary>
public class DecodedTests
{
    private const string Pod =
        """
        {
          "metadata": { "labels": { "app": "a" } },
          "spec": {
            "containers": [{
              "name": "a", "image": "a:1", "env": [{ "name": "A", "value": "" }], "args": [], "stdin": false, "workingDir": "",
              "ports": [{ "containerPort": 8080, "protocol": "TCP", "hostPort": 0, "name": "" }],
              "livenessProbe": { "httpGet": { "path": "/", "port": 8080, "scheme": "" }, "initialDelaySeconds": 0, "periodSeconds": 0 },
              "volumeMounts": [{ "name": "v", "mountPath": "/v", "readOnly": false, "subPath": "", "subPathExpr": "" }],
              "terminationMessagePath": "", "imagePullPolicy": "", "lifecycle": { "preStop": { "exec": { "command": [] } } }
            }],
            "volumes": [{ "name": "v", "emptyDir": { "medium": "" } }, { "name": "s", "secret": { "secretName": "s", "items": [] } }],
            "hostNetwork": false, "serviceAccountName": "", "nodeName": "", "priorityClassName": "", "hostname": "", "subdomain": "",
            "nodeSelector": {}, "tolerations": [{ "key": "k", "value": "", "effect": "" }], "imagePullSecrets": [], "securityContext": {}
          }
        }
        """;

    private const string PodOfGo =
        """
        {
          "metadata": { "creationTimestamp": null, "labels": { "app": "a" } },
          "spec": {
            "containers": [{
              "name": "a", "image": "a:1", "env": [{ "name": "A" }], "resources": {}, "ports": [{ "containerPort": 8080 }],
              "livenessProbe": { "httpGet": { "path": "/", "port": 8080 } }, "volumeMounts": [{ "name": "v", "mountPath": "/v" }],
              "lifecycle": { "preStop": { "exec": {} } }
            }],
            "volumes": [{ "name": "v", "emptyDir": {} }, { "name": "s", "secret": { "secretName": "s" } }],
            "tolerations": [{ "key": "k" }]
          }
        }
        """;

    public static TheoryData<string, string, string> Sent { get; } = new()
    {
        {
            "apps/v1/Deployment",
            $$"""{ "spec": { "replicas": 0, "minReadySeconds": 0, "paused": false, "strategy": { "type": "" }, "template": {{Pod}} } }""",
            $$"""{ "spec": { "replicas": 0, "strategy": {}, "template": {{PodOfGo}} }, "status": {} }"""
        },
        {
            "apps/v1/StatefulSet",
            $$"""
            {
              "spec": {
                "serviceName": "", "podManagementPolicy": "", "updateStrategy": {}, "minReadySeconds": 0, "template": {{Pod}},
                "volumeClaimTemplates": [{ "spec": { "volumeName": "", "volumeMode": "Filesystem" } }], "ordinals": { "start": 0 }
              }
            }
            """,
            $$"""
            {
              "spec": {
                "serviceName": "", "podManagementPolicy": "OrderedReady", "updateStrategy": {}, "template": {{PodOfGo}},
                "volumeClaimTemplates": [{ "metadata": { "creationTimestamp": null }, "spec": { "resources": {} }, "status": {} }],
                "ordinals": {}
              },
              "status": { "replicas": 0, "availableReplicas": 0 }
            }
            """
        },
        {
            "batch/v1/CronJob",
            $$"""
            {
              "spec": {
                "schedule": "@daily", "concurrencyPolicy": "", "jobTemplate": { "spec": { "suspend": false, "template": {{Pod}} } }
              }
            }
            """,
            $$"""
            {
              "spec": {
                "schedule": "@daily",
                "jobTemplate": { "metadata": { "creationTimestamp": null }, "spec": { "suspend": false, "template": {{PodOfGo}} } }
              },
              "status": {}
            }
            """
        },
        {
            "v1/Service",
            """
            {
              "spec": {
                "ports": [{ "name": "", "port": 80, "protocol": "TCP", "targetPort": 0, "nodePort": 0 }], "type": "", "clusterIP": "",
                "sessionAffinity": "", "publishNotReadyAddresses": false, "externalName": "", "healthCheckNodePort": 0, "externalIPs": []
              }
            }
            """,
            """{ "spec": { "ports": [{ "port": 80, "targetPort": 0 }] }, "status": { "loadBalancer": {} } }"""
        },
        {
            "networking.k8s.io/v1/Ingress",
            """
            { "spec": { "rules": [{ "host": "", "http": { "paths": [{ "path": "", "backend": { "service": { "name": "a" } } }] } }] } }
            """,
            """
            {
              "spec": { "rules": [{ "http": { "paths": [{ "pathType": null, "backend": { "service": { "name": "a", "port": {} } } }] } }] },
              "status": { "loadBalancer": {} }
            }
            """
        },
        {
            "networking.k8s.io/v1/NetworkPolicy",
            """{ "spec": { "podSelector": {}, "ingress": [{}] } }""",
            """{ "spec": { "podSelector": { "matchLabels": {}, "matchExpressions": null }, "ingress": [{ "from": [] }], "egress": [] } }"""
        },
        {
            "autoscaling/v2/HorizontalPodAutoscaler",
            """
            { "spec": { "maxReplicas": 3, "scaleTargetRef": { "kind": "Deployment", "name": "a", "apiVersion": "" }, "metrics": [] } }
            """,
            """
            {
              "spec": { "maxReplicas": 3, "scaleTargetRef": { "kind": "Deployment", "name": "a" } },
              "status": { "desiredReplicas": 0, "currentReplicas": 0, "currentMetrics": null }
            }
            """
        },
        {
            "policy/v1/PodDisruptionBudget",
            """{ "spec": { "minAvailable": 1 } }""",
            """
            {
              "spec": { "minAvailable": 1 },
              "status": { "disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0 }
            }
            """
        },
        {
            "v1/ConfigMap",
            """{ "data": {}, "metadata": { "labels": {}, "name": "a" } }""",
            """{ "metadata": { "name": "a", "uid": "" } }"""
        },
        { "v1/Secret", """{ "data": {}, "type": "" }""", "{}" },
        { "v1/ServiceAccount", """{ "secrets": [], "imagePullSecrets": [{ "name": "" }] }""", """{ "imagePullSecrets": [{}] }""" },
        {
            "v1/PersistentVolumeClaim",
            """{ "spec": { "accessModes": [], "volumeName": "", "resources": { "requests": { "storage": "1024Mi" }, "limits": {} } } }""",
            """{ "spec": { "resources": { "requests": { "storage": "1Gi" } }, "volumeMode": "Filesystem" }, "status": {} }"""
        },
    };

    [Theory]
    [MemberData(nameof(Sent))]
    public void What_a_client_leaves_out_or_adds_when_it_writes_an_object_again_means_the_same(string kind, string value, string sent) =>
        Decoded.AreSame(Object(kind, value), Object(kind, sent)).ShouldBeTrue($"{Decoded.Of(Object(kind, value))}");

    [Theory]
    // Behind a pointer a zero value is a value.
    [InlineData("apps/v1/Deployment", """{ "spec": { "replicas": 0 } }""")]
    [InlineData("apps/v1/Deployment", """{ "spec": { "revisionHistoryLimit": 0 } }""")]
    [InlineData("apps/v1/Deployment", """{ "spec": { "strategy": { "rollingUpdate": { "maxSurge": 0 } } } }""")]
    [InlineData("apps/v1/StatefulSet", """{ "spec": { "updateStrategy": { "rollingUpdate": { "partition": 1 } } } }""")]
    [InlineData("batch/v1/Job", """{ "spec": { "backoffLimit": 0 } }""")]
    [InlineData("batch/v1/Job", """{ "spec": { "ttlSecondsAfterFinished": 0 } }""")]
    [InlineData("batch/v1/CronJob", """{ "spec": { "startingDeadlineSeconds": 0 } }""")]
    [InlineData("v1/Pod", """{ "spec": { "terminationGracePeriodSeconds": 0 } }""")]
    [InlineData("v1/Pod", """{ "spec": { "automountServiceAccountToken": false } }""")]
    [InlineData("v1/Pod", """{ "spec": { "enableServiceLinks": false } }""")]
    [InlineData("v1/Pod", """{ "spec": { "securityContext": { "runAsUser": 0 } } }""")]
    [InlineData("v1/Pod", """{ "spec": { "containers": [{ "securityContext": { "privileged": false } }] } }""")]
    [InlineData("v1/Pod", """{ "spec": { "tolerations": [{ "tolerationSeconds": 0 }] } }""")]
    [InlineData("v1/Pod", """{ "spec": { "volumes": [{ "emptyDir": {} }] } }""")]
    [InlineData("v1/Pod", """{ "spec": { "volumes": [{ "secret": { "defaultMode": 0 } }] } }""")]
    [InlineData("v1/Service", """{ "spec": { "allocateLoadBalancerNodePorts": false } }""")]
    [InlineData("v1/ServiceAccount", """{ "automountServiceAccountToken": false }""")]
    [InlineData("v1/PersistentVolumeClaim", """{ "spec": { "storageClassName": "" } }""")]
    [InlineData("networking.k8s.io/v1/Ingress", """{ "spec": { "ingressClassName": "" } }""")]
    [InlineData("networking.k8s.io/v1/NetworkPolicy", """{ "spec": { "ingress": [{}] } }""")]
    [InlineData("autoscaling/v2/HorizontalPodAutoscaler", """{ "spec": { "minReplicas": 0 } }""")]
    [InlineData("policy/v1/PodDisruptionBudget", """{ "spec": { "selector": {} } }""")]
    [InlineData("policy/v1/PodDisruptionBudget", """{ "spec": { "maxUnavailable": 0 } }""")]
    // The entries of a map are whoever's who wrote them.
    [InlineData("v1/ConfigMap", """{ "data": { "a": "" } }""")]
    // Nothing is known of other kinds.
    [InlineData("argoproj.io/v1alpha1/Application", """{ "spec": { "syncPolicy": {} } }""")]
    public void What_says_something_is_not_the_same_as_nothing(string kind, string value)
    {
        var said = Object(kind, value);
        var nothing = said.DeepClone().AsObject();
        RemoveLast(nothing);

        Decoded.AreSame(said, nothing).ShouldBeFalse();
    }

    // Takes the innermost field or element away.
    private static void RemoveLast(JsonNode node)
    {
        var last = node is JsonArray list ? list[^1] : node.AsObject().Last().Value;
        if (last is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            RemoveLast(last);
        else if (node is JsonArray array)
            array.RemoveAt(array.Count - 1);
        else
            node.AsObject().RemoveAt(node.AsObject().Count - 1);
    }

    private static JsonObject Object(string type, string value)
    {
        var at = type.LastIndexOf('/');
        var content = JsonNode.Parse(value)!.AsObject();
        content.Insert(0, "apiVersion", type[..at]);
        content.Insert(1, "kind", type[(at + 1)..]);
        return content;
    }
}
