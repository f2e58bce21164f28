using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Tests.Manifests.Specs;

/// <summary>What of the objects that Kubernetes takes the local platform cannot do, and what it leaves out.</summary>
public class ObjectSpecTests
{
    private const string Container = "{ name: main, image: 'a:b' }";

    [Theory]
    [InlineData("containers: []", "spec.template.spec.containers", "at least one")]
    [InlineData($"containers: [ {Container}, {Container} ]", "spec.template.spec.containers", "two containers named")]
    [InlineData($"initContainers: [ {Container} ]\ncontainers: [ {Container} ]", "containers", "two containers named 'main'")]
    [InlineData(
        "containers: [ { name: a, image: a, ports: [ { containerPort: 1 } ] }, { name: b, image: a, ports: [ { containerPort: 1 } ] } ]",
        "containers",
        "'a' and 'b' both claim port 1")]
    [InlineData("containers: [ { name: main } ]", "containers[0].image", "is missing")]
    [InlineData("containers: [ { name: main, image: 12 } ]", "containers[0].image", "must be text, not 12")]
    [InlineData("containers: [ { name: main, image: a, comand: [x] } ]", "containers[0].comand", "not a field")]
    [InlineData("containers: [ { name: main, image: a, env: [ { name: A, value: 1 } ] } ]", "env[0].value", "must be text")]
    [InlineData(
        "containers: [ { name: main, image: a, env: [ { name: A, valueFrom: { fieldRef: { fieldPath: spec.x } } } ] } ]",
        "fieldPath",
        "spec.x")]
    [InlineData(
        "containers: [ { name: main, image: a, env: [ { name: A, valueFrom: { fieldRef: { fieldPath: \"metadata.labels[']\" } } } ] } ]",
        "fieldPath",
        "metadata.labels[']")]
    [InlineData("containers: [ { name: main, image: a, ports: [ { containerPort: 70000 } ] } ]", "containerPort", "1 to 65535")]
    [InlineData(
        "containers: [ { name: main, image: a, readinessProbe: { httpGet: { port: http } } } ]",
        "readinessProbe.httpGet.port",
        "not one of the container's ports")]
    [InlineData(
        "containers: [ { name: main, image: a, livenessProbe: { exec: { command: [x] }, successThreshold: 2 } } ]",
        "successThreshold",
        "1 to 1")]
    [InlineData("containers: [ { name: main, image: a, livenessProbe: { grpc: { port: 1 } } } ]", "grpc", "not supported")]
    [InlineData("containers: [ { name: main, image: a, livenessProbe: { periodSeconds: 1 } } ]", "livenessProbe.httpGet", "is missing")]
    [InlineData(
        "containers: [ { name: main, image: a, lifecycle: { postStart: { exec: { command: [x] } } } } ]", "postStart", "not supported")]
    [InlineData("containers: [ { name: main, image: a, resources: { limits: { cpu: much } } } ]", "limits.cpu", "not a quantity")]
    [InlineData($"terminationGracePeriodSeconds: soon\ncontainers: [ {Container} ]", "terminationGracePeriodSeconds", "whole number")]
    [InlineData(
        $"volumes: [ {{ name: v, nfs: {{ server: s, path: / }} }} ]\ncontainers: [ {Container} ]", "volumes[0].nfs",
        "not a kind of volume")]
    [InlineData(
        $"volumes: [ {{ name: v, secret: {{ secretname: s }} }} ]\ncontainers: [ {Container} ]", "volumes[0].secret", "is missing")]
    public void A_malformed_pod_is_refused_by_object_and_field(string pod, string field, string what) =>
        Refused(Deployment(pod), "Deployment developer/a", field, what);

    [Fact]
    public void A_field_that_nobody_here_knows_is_refused() =>
        Refused(Deployment($"containers: [ {Container} ]", "replica: 2"), "Deployment developer/a", "spec.replica", "not a field");

    [Theory]
    [InlineData("apiVersion: apps/v1\nkind: ControllerRevision", "from StatefulSets")]
    [InlineData(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nspec: { volumeMode: Block }", "spec.volumeMode cannot be Block here")]
    [InlineData(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nspec: { dataSource: { kind: VolumeSnapshot, name: s } }",
        "spec.dataSource is not supported")]
    [InlineData("apiVersion: v1\nkind: Pod", "from Deployments")]
    [InlineData("apiVersion: apps/v1\nkind: Deploymentt", "does not know this kind")]
    [InlineData("apiVersion: apps/v1beta1\nkind: Deployment", "v1beta1 is not served, only v1")]
    [InlineData("apiVersion: v1\nkind: Service\nspec: { ports: [ { port: 1 } ] }", "spec.selector is missing")]
    [InlineData("apiVersion: v1\nkind: Service\nspec: { type: ExternalName, externalName: x }", "cannot route")]
    [InlineData(
        "apiVersion: v1\nkind: Service\nspec: { selector: { a: b }, ports: [ { port: 53, protocol: UDP } ] }",
        "spec.ports[0].protocol must be TCP")]
    [InlineData(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
        + "spec: { rules: [ { http: { paths: [ { path: /, backend: { resource: { kind: Bucket, name: b } } } ] } } ] }",
        "spec.rules[0].http.paths[0].backend.resource cannot be served here")]
    public void What_cannot_be_done_here_is_refused(string manifest, string what) =>
        Refused($"{manifest}\nmetadata: {{ name: a }}", "developer/a", what, what);

    [Theory]
    [InlineData("kind: Job\nspec: { backoffLimit: 2, maxFailedIndexes: 1, template: {0} }", "spec.template.spec.nodeSelector")]
    [InlineData(
        "kind: CronJob\nspec: { schedule: '@daily', jobTemplate: { spec: { successPolicy: { rules: [ {} ] }, template: {0} } } }",
        "spec.jobTemplate.spec.template.spec.nodeSelector")]
    public void A_Job_runs_by_itself_and_on_time(string manifest, string unenforced)
    {
        var template = $"{{ spec: {{ restartPolicy: Never, nodeSelector: {{ a: b }}, containers: [ {Container} ] }} }}";
        var yaml = $"apiVersion: batch/v1\nmetadata: {{ name: a }}\n{manifest.Replace("{0}", template, StringComparison.Ordinal)}";

        Manifest.ParseAll(yaml, "chart/x.yaml", "developer").SelectMany(ObjectSpec.Read).Select(entry => entry.What)
            .ShouldBe([unenforced]);
    }

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
                  volumes: [ { name: tmp, emptyDir: { sizeLimit: 1Mi } } ]
                  containers:
                  - name: main
                    image: shell:v1
                    resources: { limits: { memory: 64Mi } }
                    volumeMounts: [ { name: tmp, mountPath: /tmp } ]
            """;

        var unenforced =
            Manifest.ParseAll(yaml, "chart/x.yaml", "developer").SelectMany(ObjectSpec.Read).ToList();

        unenforced.Select(entry => $"{entry.Key.Kind} {entry.What}").ShouldBe(
        [
            "NetworkPolicy NetworkPolicy",
            "Anything Anything",
            "Deployment spec.template.spec.nodeSelector",
            "Deployment spec.template.spec.topologySpreadConstraints",
            "Deployment spec.template.spec.securityContext",
            "Deployment spec.template.spec.containers[0].volumeMounts",
            "Deployment spec.template.spec.containers[0].resources",
            "Deployment spec.template.spec.volumes[0].emptyDir.sizeLimit",
        ]);
        unenforced.ShouldAllBe(entry => entry.Why.Length > 10);
    }

    [Fact]
    public void Volumes_and_hosts_are_no_note_where_a_pod_has_mount_namespaces()
    {
        const string Pod = """
            hostAliases: [ { ip: 192.0.2.7, hostnames: [ a.example ] } ]
            containers: [ { name: a, image: a, volumeMounts: [ { name: v, mountPath: /v } ] } ]
            volumes: [ { name: v, emptyDir: {} } ]
            """;
        var manifest = Manifest.ParseAll(Deployment(Pod), "chart/x.yaml", "developer").Single();

        ObjectSpec.Read(manifest).Select(entry => entry.What)
            .ShouldBe(["spec.template.spec.hostAliases", "spec.template.spec.containers[0].volumeMounts"], ignoreOrder: true);
        ObjectSpec.Read(manifest, mounts: true).ShouldBeEmpty();
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
