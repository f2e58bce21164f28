using System.Text.Json.Nodes;
using BigBen.Manifests.Validation;

namespace BigBen.Tests.Manifests.Validation;

public class ImmutableFieldsTests
{
    [Theory]
    // As client-go's types write it: empty structs, and amounts in their shortest form.
    [InlineData(
        "v1/Pod",
        """{ "containers": [{ "name": "a", "image": "web:1" }] }""",
        """{ "containers": [{ "name": "a", "image": "web:2", "resources": {} }], "nodeSelector": {}, "tolerations": null }""")]
    [InlineData(
        "v1/Pod",
        """
        {
          "containers": [{
            "name": "a", "tty": false, "resources": { "limits": { "cpu": 0.5 } }, "env": [{ "name": "A", "value": "" }]
          }]
        }
        """,
        """{ "containers": [{ "name": "a", "resources": { "limits": { "cpu": "500m" } }, "env": [{ "name": "A" }] }] }""")]
    [InlineData(
        "batch/v1/Job",
        """{ "completions": 1, "completionMode": "NonIndexed", "template": { "spec": { "containers": [{ "name": "a" }] } } }""",
        """
        {
          "template": {
            "metadata": { "creationTimestamp": null }, "spec": { "containers": [{ "name": "a", "resources": {} }] }
          }
        }
        """)]
    [InlineData(
        "apps/v1/StatefulSet",
        """{ "serviceName": "a", "volumeClaimTemplates": [{ "spec": { "resources": { "requests": { "storage": "1024Mi" } } } }] }""",
        """
        {
          "serviceName": "a", "podManagementPolicy": "OrderedReady",
          "volumeClaimTemplates": [{
            "metadata": { "creationTimestamp": null }, "status": {},
            "spec": { "resources": { "requests": { "storage": "1Gi" } }, "volumeMode": "Filesystem" }
          }]
        }
        """)]
    // What may change.
    [InlineData("batch/v1/Job", """{ "completions": 1, "parallelism": 1 }""", """{ "completions": 1, "parallelism": 2 }""")]
    [InlineData(
        "batch/v1/Job",
        """{ "completions": 1, "parallelism": 1, "completionMode": "Indexed" }""",
        """{ "completions": 2, "parallelism": 2, "completionMode": "Indexed" }""")]
    [InlineData(
        "batch/v1/Job",
        """{ "completions": 3, "parallelism": 3, "completionMode": "Indexed" }""",
        """{ "completions": 3, "parallelism": 1, "completionMode": "Indexed" }""")]
    [InlineData("v1/Service", """{ "clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.9"] }""", "{}")]
    [InlineData("v1/Service", """{ "clusterIP": "10.96.0.9" }""", """{ "type": "ExternalName", "externalName": "a" }""")]
    [InlineData("v1/Service", """{ "type": "ExternalName" }""", """{ "clusterIP": "10.96.0.9" }""")]
    [InlineData("v1/Service", """{ "clusterIP": "None", "clusterIPs": ["None"] }""", """{ "clusterIP": "None" }""")]
    [InlineData("v1/PersistentVolumeClaim", "{}", """{ "volumeName": "a", "storageClassName": "b" }""")]
    [InlineData(
        "v1/PersistentVolumeClaim",
        """{ "volumeName": "a", "resources": { "requests": { "storage": "1Gi" } } }""",
        """{ "volumeName": "a", "resources": { "requests": { "storage": "2Gi" } }, "volumeAttributesClassName": "fast" }""",
        "Bound")]
    // Whoever asked for more than there was to be had may ask for less.
    [InlineData(
        "v1/PersistentVolumeClaim",
        """{ "resources": { "requests": { "storage": "3Gi" } } }""",
        """{ "resources": { "requests": { "storage": "2Gi" } } }""",
        "Bound")]
    [InlineData(
        "v1/PersistentVolumeClaim",
        """{ "resources": { "requests": { "storage": "1Gi" } } }""",
        """{ "resources": { "requests": { "storage": "1024Mi" } } }""",
        "Bound")]
    public void What_means_the_same_or_may_change_is_taken(string kind, string before, string after, string phase = "Pending") =>
        Errors(kind, before, after, phase).ShouldBeEmpty();

    [Theory]
    [InlineData(
        "v1/Pod", """{ "volumes": [{ "name": "a" }] }""", """{ "volumes": [{ "name": "a", "emptyDir": {} }] }""",
        "spec: Forbidden: pod updates may not change fields other than")]
    [InlineData(
        "apps/v1/StatefulSet", """{ "serviceName": "a" }""", """{ "serviceName": "a", "podManagementPolicy": "Parallel" }""",
        "spec: Forbidden: updates to statefulset spec")]
    [InlineData(
        "apps/v1/StatefulSet",
        """{ "volumeClaimTemplates": [{ "spec": { "resources": { "requests": { "storage": "1Gi" } } } }] }""",
        """{ "volumeClaimTemplates": [{ "spec": { "resources": { "requests": { "storage": "2Gi" } } } }] }""",
        "spec: Forbidden: updates to statefulset spec")]
    [InlineData(
        "batch/v1/Job", """{ "completions": 1 }""", """{ "completions": 2 }""", "spec.completions: Invalid value: 2: field is immutable")]
    [InlineData(
        "batch/v1/Job",
        """{ "completions": 1, "parallelism": 1, "completionMode": "Indexed" }""",
        """{ "completions": 2, "parallelism": 1, "completionMode": "Indexed" }""",
        "spec.completions: Invalid value: 2: can only be modified in tandem with spec.parallelism")]
    [InlineData(
        "batch/v1/Job",
        """{ "completions": 3, "parallelism": 2, "completionMode": "Indexed" }""",
        """{ "completions": 2, "completionMode": "Indexed" }""",
        "spec.completions: Invalid value: 2: can only be modified in tandem with spec.parallelism")]
    [InlineData(
        "batch/v1/Job", """{ "completions": 1, "parallelism": 1 }""", """{ "completions": 2, "parallelism": 2 }""",
        "spec.completions: Invalid value: 2: field is immutable")]
    [InlineData(
        "batch/v1/Job", "{}", """{ "completions": 1, "template": { "spec": { "hostNetwork": true } } }""",
        """spec.template: Invalid value: {"spec":{"hostNetwork":true}}: field is immutable""")]
    [InlineData(
        "v1/Service", """{ "clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.9"] }""", """{ "clusterIP": "None" }""",
        """spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set""")]
    [InlineData(
        "v1/Service",
        """{ "clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.9"] }""",
        """{ "clusterIP": "10.96.0.9", "clusterIPs": ["10.96.0.8"] }""",
        """spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set""")]
    [InlineData(
        "v1/PersistentVolumeClaim", """{ "storageClassName": "a" }""", """{ "storageClassName": "b" }""",
        "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims")]
    [InlineData("v1/PersistentVolumeClaim", """{ "volumeName": "a" }""", "{}", "spec: Forbidden: spec is immutable")]
    [InlineData(
        "v1/PersistentVolumeClaim",
        """{ "resources": { "requests": { "storage": "1Gi" } } }""",
        """{ "resources": { "requests": { "storage": "2Gi" } } }""",
        "spec: Forbidden: spec is immutable")]
    [InlineData(
        "v1/PersistentVolumeClaim",
        """{ "resources": { "requests": { "storage": "2Gi" } } }""",
        """{ "resources": { "requests": { "storage": "1024Mi" } } }""",
        "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity",
        "Bound")]
    [InlineData(
        "v1/PersistentVolumeClaim",
        """{ "resources": { "requests": { "storage": "2Gi" }, "limits": { "storage": "2Gi" } } }""",
        """{ "resources": { "requests": { "storage": "2Gi" }, "limits": { "storage": "3Gi" } } }""",
        "spec: Forbidden: spec is immutable",
        "Bound")]
    public void What_may_not_change_is_refused(string kind, string before, string after, string error, string phase = "Pending") =>
        Errors(kind, before, after, phase).ShouldHaveSingleItem().ShouldStartWith(error);

    private static List<string> Errors(string type, string before, string after, string phase)
    {
        var (apiVersion, kind) = (type[..type.LastIndexOf('/')], type[(type.LastIndexOf('/') + 1)..]);
        var errors = new List<FieldError>();
        var group = apiVersion.Contains('/') ? apiVersion.Split('/')[0] : "";
        ImmutableFields.Check(group, kind, Of(before), Of(after), errors);
        return [.. errors.Select(error => $"{error}")];

        JsonObject Of(string spec) => new()
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["spec"] = JsonNode.Parse(spec),
            ["status"] = new JsonObject { ["phase"] = phase, ["capacity"] = new JsonObject { ["storage"] = "1Gi" } },
        };
    }
}
