using System.Text.Json.Nodes;
using BigBen.Manifests.Validation;

namespace BigBen.Tests.Manifests.Validation.Pods;

public class EnvironmentsTests
{
    private const string Supported =
        "supported values: \"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"spec.serviceAccountName\", "
        + "\"status.hostIP\", \"status.hostIPs\", \"status.podIP\", \"status.podIPs\"";

    [Theory]
    [InlineData("metadata.name", null)]
    [InlineData("metadata.namespace", null)]
    [InlineData("metadata.uid", null)]
    [InlineData("metadata.labels['example.com/app']", null)]
    [InlineData("metadata.annotations['Example.com/Note']", null)]
    [InlineData("spec.nodeName", null)]
    [InlineData("spec.serviceAccountName", null)]
    [InlineData("status.hostIP", null)]
    [InlineData("status.hostIPs", null)]
    [InlineData("status.podIP", null)]
    [InlineData("status.podIPs", null)]
    [InlineData("", "Required value")]
    [InlineData("spec.restartPolicy", $"Unsupported value: \"spec.restartPolicy\": {Supported}")]
    [InlineData("metadata.labels", $"Unsupported value: \"metadata.labels\": {Supported}")]
    [InlineData("spec.none", "Invalid value: \"spec.none\": error converting fieldPath: field label not supported: spec.none")]
    [InlineData("metadata.labels['']", "Invalid value: \"metadata.labels['']\": name part must be non-empty")]
    [InlineData("metadata.labels['a b']", "Invalid value: \"metadata.labels['a b']\": name part must consist of alphanumeric characters")]
    public void A_variable_may_be_these_fields_of_the_pod(string path, string? error)
    {
        var pod = JsonNode.Parse($$"""
            {
              "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "a", "namespace": "developer" },
              "spec": {
                "containers": [{
                  "name": "main", "image": "a:1", "imagePullPolicy": "Always", "terminationMessagePolicy": "File",
                  "env": [{ "name": "A", "valueFrom": { "fieldRef": { "apiVersion": "v1", "fieldPath": "{{path}}" } } }]
                }]
              }
            }
            """)!.AsObject();

        var errors = Validator.Errors("", "Pod", pod).Select(found => $"{found}").ToList();

        if (error is null)
            errors.ShouldBeEmpty();
        else
            errors[0].ShouldStartWith($"spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: {error}");
    }
}
