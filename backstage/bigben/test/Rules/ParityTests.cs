using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Sync;
using BigBen.Manifests;
using BigBen.Tests.Manifests.Specs;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Rules;

/// <summary>The document of what each platform enforces is what the code does, found out field by field.</summary>
public sealed class ParityTests
{
    private const string Pod = """
        "metadata": { "labels": { "a": "b" } },
        "spec": {
          "dnsPolicy": "ClusterFirst", "terminationGracePeriodSeconds": 30, RESTART
          "containers": [{
            "name": "main", "image": "x:y", "terminationMessagePolicy": "File", "imagePullPolicy": "IfNotPresent",
            "ports": [{ "name": "http", "containerPort": 8011, "protocol": "TCP" }]
          }]
        }
        """;

    private static readonly string Template = Pod.Replace("RESTART", "\"restartPolicy\": \"Always\",", StringComparison.Ordinal);
    private static readonly string Ending = Pod.Replace("RESTART", "\"restartPolicy\": \"Never\",", StringComparison.Ordinal);
    private static readonly string Selector = "\"selector\": { \"matchLabels\": { \"a\": \"b\" } }";

    // The least that runs, of every kind that may run here one day; those that only are kept or are refused need none.
    private static readonly Dictionary<string, string> Minimal = new()
    {
        ["Deployment"] = $$"""{ "apiVersion": "apps/v1", "spec": { {{Selector}}, "template": { {{Template}} } } }""",
        ["ReplicaSet"] = $$"""{ "apiVersion": "apps/v1", "spec": { {{Selector}}, "template": { {{Template}} } } }""",
        ["DaemonSet"] = $$"""{ "apiVersion": "apps/v1", "spec": { {{Selector}}, "template": { {{Template}} } } }""",
        ["StatefulSet"] = $$"""{ "apiVersion": "apps/v1", "spec": { "serviceName": "a", {{Selector}}, "template": { {{Template}} } } }""",
        ["Job"] = $$"""{ "apiVersion": "batch/v1", "spec": { "template": { {{Ending}} } } }""",
        ["CronJob"] = $$"""
            { "apiVersion": "batch/v1", "spec": { "schedule": "* * * * *", "jobTemplate": { "spec": { "template": { {{Ending}} } } } } }
            """,
        ["Pod"] = $$"""{ "apiVersion": "v1", {{Template}} }""",
        ["Service"] = """
            {
              "apiVersion": "v1",
              "spec": {
                "type": "ClusterIP", "sessionAffinity": "None", "selector": { "a": "b" }, "ports": [{ "protocol": "TCP", "port": 8011 }]
              }
            }
            """,
        ["Ingress"] = """
            {
              "apiVersion": "networking.k8s.io/v1",
              "spec": {
                "rules": [{
                  "host": "a.example",
                  "http": {
                    "paths": [{ "path": "/", "pathType": "Prefix", "backend": { "service": { "name": "a", "port": { "number": 1 } } } }]
                  }
                }]
              }
            }
            """,
        ["ConfigMap"] = """{ "apiVersion": "v1" }""",
        ["Secret"] = """{ "apiVersion": "v1", "type": "Opaque" }""",
        ["HorizontalPodAutoscaler"] = """
            {
              "apiVersion": "autoscaling/v2",
              "spec": { "maxReplicas": 3, "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "a" } }
            }
            """,
        ["PersistentVolumeClaim"] = """
            {
              "apiVersion": "v1",
              "spec": { "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": "1Gi" } } }
            }
            """,
    };

    [Fact]
    public void The_document_of_what_is_enforced_is_what_the_code_does()
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs/parity.md");
        var probes = KnownKinds.All.Where(kind => KnownKinds.Of(kind.Group, kind.Kind).Use == KindUse.Run)
            .Select(kind => (kind.Kind, Probe: Probe(kind.Kind))).ToList();
        var text = $"""
            # What each platform enforces

            Written by a test, which sets every field that Kubernetes 1.36 has and sees what the local platform does with it. On kind
            and on a cluster all of it is done by Kubernetes itself, and by the controllers that the last column names. What an object
            of yours asks for and does not get is listed by `./bootstrap/big-ben.sh status --verbose`; what is refused is refused
            before it is recorded. "Kept" is shown by kubectl and has no effect; "left out" is not served by the local API either.

            ## Kinds

            | Kind | On local | On kind and on a cluster |
            |---|---|---|
            {Lines(KnownKinds.All.OrderBy(kind => kind.Kind, StringComparer.Ordinal).Select(kind =>
                $"| {kind.Kind} | {Use(kind.Group, kind.Kind)} | {Keeper(kind.Group, kind.Kind)} |"))}
            | any other custom resource | {Use("example.com", "Any")} | its controller, where installed |
            | any other kind | {Use("", "Any")} | Kubernetes |

            ## Fields that have no effect on local

            | Field | Of | Why |
            |---|---|---|
            {Lines(Rows(probes.Select(one => (one.Kind, Found: one.Probe.NotEnforced))))}

            ## Fields that are refused on local

            Kubernetes takes them, or the values that are named; without them a program would do something else, so that nothing is run.

            | Field | Of | Why |
            |---|---|---|
            {Lines(Rows(probes.Select(one => (one.Kind, Found: one.Probe.Refused))))}

            ## Argo CD

            On local the Application, or its operation, fails with the field's name; Argo CD does them all.

            | Field | Of |
            |---|---|
            {Lines(Application.Unsupported.Select(field => $"| `spec.{field}` | Application |"))}
            {Lines(HelmSource.Unsupported.Select(field => $"| `spec.source.{field}` | Application |"))}
            {Lines(HelmSource.UnsupportedHelm.Select(field => $"| `spec.source.helm.{field}` | Application |"))}
            {Lines(SyncRequest.Unsupported.Select(field => $"| `operation.sync.{field}` | Application |"))}
            {Lines(AppProject.Unsupported.Select(field => $"| `spec.{field}` | AppProject |"))}

            """;
        if (Environment.GetEnvironmentVariable("BIGBEN_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text);

        File.ReadAllText(path).ShouldBe(
            text, "write it again: BIGBEN_UPDATE_GOLDEN=1 dotnet test backstage/bigben/test --filter FullyQualifiedName~ParityTests");
    }

    private static FieldProbe Probe(string kind)
    {
        Minimal.ShouldContainKey(kind, $"{kind} runs here: say what the least is that runs");
        var value = JsonNode.Parse(Minimal[kind])!.AsObject();
        value["kind"] = kind;
        value["metadata"] = new JsonObject
        {
            ["name"] = "a",
            ["namespace"] = "developer",
            ["labels"] = new JsonObject { ["a"] = "b" },
            ["annotations"] = new JsonObject { ["nginx.ingress.kubernetes.io/rewrite-target"] = "/" },
        };
        return new FieldProbe(value).Run();
    }

    private static string Use(string group, string kind)
    {
        var (use, why, _) = KnownKinds.Of(group, kind);
        var isServed = ResourceCatalog.All.Any(resource => resource.Group == group && resource.Kind == kind);
        return use switch
        {
            KindUse.Run => "runs",
            KindUse.Keep => isServed ? $"kept: {why}" : $"left out: {why}",
            _ => $"refused: {why}",
        };
    }

    private static string Keeper(string group, string kind) => (group, kind) switch
    {
        (_, "Ingress" or "IngressClass") => "the ingress controller",
        (_, "NetworkPolicy") => "the network plug-in, where it has policies",
        ("monitoring.coreos.com", _) => "the Prometheus operator, on kind by `--with monitoring`",
        ("gateway.networking.k8s.io", _) => "a gateway controller, where installed",
        _ => "Kubernetes",
    };

    // The same field of several kinds is one row; a pod's fields begin with the pod.
    private static IEnumerable<string> Rows(IEnumerable<(string Kind, SortedDictionary<string, string> Found)> found) =>
        found.SelectMany(one => one.Found.Select(field => (one.Kind, Field: OfPod(one.Kind, field.Key), Why: field.Value)))
            .GroupBy(row => (row.Field, row.Why))
            .OrderBy(row => row.Key.Field, StringComparer.Ordinal)
            .Select(row => $"| `{row.Key.Field}` | {string.Join(", ", row.Select(one => one.Kind).Distinct())} | {row.Key.Why} |");

    private static string OfPod(string kind, string field) =>
        field.Split("template.spec.") is [_, var inner] ? $"pod.{inner}"
        : kind == "Pod" && field.StartsWith("spec.", StringComparison.Ordinal) ? $"pod.{field["spec.".Length..]}"
        : field;

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);
}
