using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Kubernetes.Candidates;
using BigBen.Manifests;

namespace BigBen.Tests.Kubernetes.Candidates;

/// <summary>Services for tests, as a chart would render them.</summary>
internal static class CandidateYaml
{
    public const string Ready = "readinessProbe: { httpGet: { path: /ready, port: http }, periodSeconds: 1 }";

    /// <summary>A Deployment of the test program and its Service.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="env">Further variables, a list's items each on a line of its own.</param>
    /// <param name="pod">Further fields of the pod.</param>
    /// <param name="container">Further fields of the container.</param>
    /// <param name="annotations">The Deployment's annotations.</param>
    public static string Service(
        string name = "service-a", string env = "", string pod = "", string container = Ready, string annotations = "{}") =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}}, annotations: {{annotations}} }
        spec:
          replicas: 2
          progressDeadlineSeconds: 120
          selector: { matchLabels: { app: {{name}} } }
          template:
            metadata: { labels: { app: {{name}}, tier: backend, team: ours }, annotations: { note: kept } }
            spec:
              terminationGracePeriodSeconds: 30
              {{pod}}
              containers:
                - name: main
                  image: web:v1
                  ports: [{ name: http, containerPort: 8011 }]
                  {{container}}
                  env:
                    - { name: VERSION_AS_JSON, value: "1" }
                    {{env}}
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}} }
        spec: { selector: { tier: backend }, ports: [{ name: http, port: 8011, targetPort: http }] }
        """;

    /// <summary>What is to be tried of objects.</summary>
    public static IReadOnlyList<CandidateDeployment> Of(
        string yaml, string version = "v1", string ns = "developer", IReadOnlyDictionary<string, string>? labels = null) =>
        [.. CandidateDeployment.Of($"{ns}-service-a", version, labels, Objects(yaml, ns))];

    private static IReadOnlyList<JsonElement> Objects(string yaml, string ns) =>
        [.. Manifest.ParseAll(yaml, "test.yaml", ns).Select(manifest => JsonSerializer.SerializeToElement<JsonNode>(manifest.Body))];
}
