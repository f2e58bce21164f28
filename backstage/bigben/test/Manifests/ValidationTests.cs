using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Tests.Manifests;

public class ValidationTests
{
    private const string Container = "{ name: main, image: 'a:b' }";

    [Theory]
    [InlineData("containers: []", "spec.template.spec.containers", "exactly one")]
    [InlineData($"containers: [ {Container}, {Container} ]", "spec.template.spec.containers", "2 containers")]
    [InlineData($"initContainers: [ {Container} ]\ncontainers: [ {Container} ]", "initContainers", "cannot run here")]
    [InlineData("containers: [ { name: main } ]", "containers[0].image", "is missing")]
    [InlineData("containers: [ { name: main, image: 12 } ]", "containers[0].image", "must be text, not 12")]
    [InlineData("containers: [ { name: main, image: a, comand: [x] } ]", "containers[0].comand", "no field")]
    [InlineData("containers: [ { name: main, image: a, env: [ { name: A, value: 1 } ] } ]", "env[0].value", "must be text")]
    [InlineData(
        "containers: [ { name: main, image: a, env: [ { name: A, valueFrom: { fieldRef: { fieldPath: spec.x } } } ] } ]",
        "fieldPath",
        "spec.x")]
    [InlineData("containers: [ { name: main, image: a, ports: [ { containerPort: 70000 } ] } ]", "containerPort", "1 to 65535")]
    [InlineData(
        "containers: [ { name: main, image: a, readinessProbe: { httpGet: { port: http } } } ]",
        "readinessProbe.httpGet.port",
        "none of the container's ports")]
    [InlineData(
        "containers: [ { name: main, image: a, livenessProbe: { exec: { command: [x] }, successThreshold: 2 } } ]",
        "successThreshold",
        "1 to 1")]
    [InlineData("containers: [ { name: main, image: a, livenessProbe: { grpc: { port: 1 } } } ]", "grpc", "not supported")]
    [InlineData("containers: [ { name: main, image: a, livenessProbe: { periodSeconds: 1 } } ]", "livenessProbe.httpGet", "is missing")]
    [InlineData(
        "containers: [ { name: main, image: a, lifecycle: { postStart: { exec: { command: [x] } } } } ]", "postStart", "not supported")]
    [InlineData("containers: [ { name: main, image: a, resources: { limits: { cpu: much } } } ]", "limits.cpu", "no quantity")]
    [InlineData($"restartPolicy: Never\ncontainers: [ {Container} ]", "restartPolicy", "must be one of Always")]
    [InlineData($"terminationGracePeriodSeconds: soon\ncontainers: [ {Container} ]", "terminationGracePeriodSeconds", "whole number")]
    public void A_malformed_pod_is_refused_by_object_and_field(string pod, string field, string what) =>
        Refused(Deployment(pod), "Deployment developer/a", field, what);

    [Theory]
    [InlineData("replicas: -1", "spec.replicas", "whole number from 0")]
    [InlineData("replicas: \"2\"", "spec.replicas", "\"2\"")]
    [InlineData("strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } }", "maxUnavailable", "may not be 0")]
    [InlineData("strategy: { rollingUpdate: { maxSurge: much } }", "maxSurge", "percentage")]
    [InlineData("strategy: { type: Recreate, rollingUpdate: { } }", "rollingUpdate", "no place")]
    [InlineData("progressDeadlineSeconds: 5\nminReadySeconds: 5", "progressDeadlineSeconds", "greater")]
    [InlineData("replica: 2", "spec.replica", "no field")]
    public void A_malformed_deployment_is_refused(string spec, string field, string what) =>
        Refused(Deployment($"containers: [ {Container} ]", spec), "Deployment developer/a", field, what);

    [Theory]
    [InlineData("apiVersion: apps/v1\nkind: StatefulSet", "runs Deployments only")]
    [InlineData("apiVersion: batch/v1\nkind: Job", "runs Deployments only")]
    [InlineData("apiVersion: v1\nkind: Pod", "from Deployments")]
    [InlineData("apiVersion: apps/v1\nkind: Deploymentt", "does not know this kind")]
    [InlineData("apiVersion: apps/v1beta1\nkind: Deployment", "v1beta1 is not served, only v1")]
    [InlineData("apiVersion: v1\nkind: Service\nspec: { ports: [ { port: 1 } ] }", "spec.selector is missing")]
    [InlineData("apiVersion: v1\nkind: Service\nspec: { selector: { a: b } }", "spec.ports is missing")]
    [InlineData("apiVersion: v1\nkind: Service\nspec: { type: ExternalName, externalName: x }", "cannot route")]
    [InlineData(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { rules: [ { host: 'a:80', http: { paths: [] } } ] }",
        "spec.rules[0].host")]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { rules: [ { http: { paths: [ { path: / } ] } } ] }", "pathType")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata: { a: 1 }", "data.a must be text, not 1: put it in quotes")]
    [InlineData("apiVersion: v1\nkind: Secret\ndata: { a: '%' }", "data.a is not base64")]
    [InlineData(
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
        + "spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef: { kind: Deployment, name: a } }",
        "less than minReplicas")]
    public void What_cannot_be_done_here_is_refused(string manifest, string what) =>
        Refused($"{manifest}\nmetadata: {{ name: a }}", "developer/a", what, what);

    [Fact]
    public void What_has_no_effect_here_is_listed()
    {
        const string yaml =
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: p }
            ---
            apiVersion: example.org/v1
            kind: Anything
            metadata: { name: x }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: a }
            spec:
              replicas: 0
              selector: { matchLabels: { app: a } }
              template:
                metadata: { labels: { app: a } }
                spec:
                  nodeSelector: { tier: backend }
                  tolerations: []
                  securityContext: { runAsNonRoot: true }
                  topologySpreadConstraints: [ { maxSkew: 1 } ]
                  volumes: [ { name: tmp, emptyDir: {} } ]
                  containers:
                  - name: main
                    image: shell:v1
                    resources: { limits: { memory: 64Mi } }
                    volumeMounts: [ { name: tmp, mountPath: /tmp } ]
            """;

        var unenforced =
            Manifest.ParseAll(yaml, "chart/x.yaml", "developer").SelectMany(manifest => ObjectSpec.Read(manifest).Unenforced).ToList();

        unenforced.Select(entry => $"{entry.Key.Kind} {entry.What}").ShouldBe(
        [
            "NetworkPolicy NetworkPolicy",
            "Anything Anything",
            "Deployment spec.template.spec.nodeSelector",
            "Deployment spec.template.spec.topologySpreadConstraints",
            "Deployment spec.template.spec.securityContext",
            "Deployment spec.template.spec.volumes",
            "Deployment spec.template.spec.containers[0].volumeMounts",
            "Deployment spec.template.spec.containers[0].resources",
        ]);
        unenforced.ShouldAllBe(entry => entry.Why.Length > 10);
    }

    private static string Deployment(string pod, string spec = "") =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: a }
        spec:
          selector: { matchLabels: { app: a } }
          {{spec.Replace("\n", "\n  ", StringComparison.Ordinal)}}
          template:
            metadata: { labels: { app: a } }
            spec:
              {{pod.Replace("\n", "\n      ", StringComparison.Ordinal)}}
        """;

    private static void Refused(string yaml, params string[] parts)
    {
        var manifest = Manifest.ParseAll(yaml, "chart/x.yaml", "developer").ShouldHaveSingleItem();
        var message = Should.Throw<PlatformException>(() => ObjectSpec.Read(manifest)).Message;
        foreach (var part in parts.Append("chart/x.yaml"))
            message.ShouldContain(part);
    }
}
