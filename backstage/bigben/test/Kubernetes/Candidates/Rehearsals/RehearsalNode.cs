using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Candidates.Rehearsals;
using BigBen.Kubernetes.Pods;
using BigBen.Manifests;
using BigBen.Platforms.Local.Databases;
using BigBen.Tests.Platforms.Local.Databases;

namespace BigBen.Tests.Kubernetes.Candidates.Rehearsals;

/// <summary>A node on which orders runs with a real database, and what tries its next versions there.</summary>
internal sealed class RehearsalNode : IAsyncDisposable
{
    private const string Apps = "apps/v1";

    // Whatever the migration does, v2 is for it.
    private const string OfNext = """[{ "request": "GET /run/PING", "status": 200 }]""";

    private const string Requests = """
        [
          { "request": "POST /run/WRITE", "status": 200 },
          { "request": "GET /run/READ", "status": 200, "answer": { "price": 5 } },
          { "request": "POST /run/TAG", "status": 200 },
          { "request": "GET /run/TAGS", "status": 200 },
          { "request": "GET /run/BROKEN", "status": 200 }
        ]
        """;

    private static readonly IReadOnlyList<RecordedRequest> Recorded = RecordedRequest.ParseAll(Requests, "rehearsal.json");

    private readonly CandidateNode _node;
    private readonly DatabaseServer _server;
    private readonly RehearsalEngine _engine;
    private string _port = "";

    private RehearsalNode(CandidateNode node, DatabaseServer server, RehearsalEngine engine) =>
        (_node, _server, _engine) = (node, server, engine);

    /// <inheritdoc cref="CandidateNode.Notes"/>
    public IReadOnlyList<string> Notes => _node.Notes;

    /// <summary>Every pod that there was, by name.</summary>
    public IReadOnlyList<string> Pods => [.. _node.Pods.Select(pod => pod.NameOf()).Distinct()];

    private string Path => string.Join(':', [.. _server.Folders, System.Environment.GetEnvironmentVariable("PATH")!]);

    public static Task<RehearsalNode> StartAsync() => StartAsync(RehearsalEngine.Postgres);

    public static async Task<RehearsalNode> StartAsync(RehearsalEngine engine)
    {
        var found = DatabaseEngine.Find(engine.Image)!.Value.Engine;
        var server = await DatabaseServer.FindAsync(found, "latest", DatabaseFactAttribute.Roots(engine.Image), CancellationToken.None);
        var node = new RehearsalNode(
            await CandidateNode.StartAsync(options => DatabasePod.WithDatabases(options, engine.Image)), server!, engine);
        await node.FillAsync();
        return node;
    }

    /// <summary>orders v2, which brings a migration.</summary>
    /// <param name="migration">Its SQL.</param>
    /// <param name="name">What its Application is called.</param>
    /// <param name="annotation">One more annotation of the Deployment, as <c>name: value</c>.</param>
    /// <param name="image">The image of its program.</param>
    /// <param name="ns">The environment that it goes to.</param>
    public CandidateDeployment Next(
        string migration, string name, string annotation = "a: b", string image = "web:v2", string ns = "developer")
    {
        var yaml = $$"""
            {{Service(image, annotation)}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: { name: orders-migrations }
            spec:
              activeDeadlineSeconds: 600
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: orders
                      image: shell:v2
                      args: ['{{_engine.Client}} "$SQL"']
                      env: {{Environment(new Dictionary<string, string> { ["SQL"] = migration })}}
            ---
            {{StatefulSet}}
            """;
        return CandidateDeployment.Of(name, "", null, [.. Objects(yaml, ns)]).Single() with
        {
            Rehearsal = new Rehearsal("developer", Recorded, RecordedRequest.ParseAll(OfNext, "rehearsal.json")),
        };
    }

    /// <summary>Has production run a version.</summary>
    public void RunInProduction(string image)
    {
        _node.Create("namespaces", "", """{ "metadata": { "name": "production" } }""");
        _node.Create("deployments", "production", Objects(Service(image, "a: b"), "production").Single().GetRawText(), Apps);
    }

    /// <summary>Tries them side by side.</summary>
    /// <returns>Why they are refused; empty where they are not.</returns>
    public async Task<string> TryAsync(params IReadOnlyList<CandidateDeployment> deployments)
    {
        try
        {
            await _node.TryAsync(deployments);
            return "";
        }
        catch (PlatformException e)
        {
            return e.Message;
        }
        finally
        {
            await _node.EmptyAsync();
        }
    }

    /// <summary>What the database itself has.</summary>
    public async Task<string> AskAsync(string sql)
    {
        var environment = DatabaseServer.Environment(_server.Root).Concat(_engine.Connection("127.0.0.1", _port)).Concat(
        [
            KeyValuePair.Create("PATH", Path), KeyValuePair.Create(_engine.Password, "secret"),
        ]);
        var said = await new Command("sh", ["-c", $"{_engine.Client} \"$0\"", sql])
        {
            Environment = environment.ToDictionary(variable => variable.Key, string? (variable) => variable.Value),
        }.RunAsync(CancellationToken.None);
        return said.Succeeded ? said.Output.Trim() : throw new InvalidOperationException(said.Error);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private async Task FillAsync()
    {
        const string secret = """
            { "metadata": { "name": "orders-secrets" }, "data": { "password": "c2VjcmV0", "root": "c2VjcmV0" } }
            """;
        _node.Create("secrets", "developer", secret);
        foreach (var body in Objects($"{Service("web:v1", "a: b")}\n---\n{StatefulSet}"))
            _node.Create($"{body.TextAt("kind").ToLowerInvariant()}s", "developer", body.GetRawText(), Apps);
        var spec = JsonNode.Parse(Objects(StatefulSet).Single().At("spec", "template", "spec")!.Value.GetRawText())!;
        spec["volumes"] = JsonNode.Parse("""[{ "name": "data", "emptyDir": {} }]""");
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "orders-database-0" }, ["spec"] = spec };
        _node.Create("pods", "developer", pod.ToJsonString());
        await CandidateNode.UntilAsync(() => new Pod(_node.List("pods").Single()).IsReady);
        _port = $"{new Pod(_node.List("pods").Single()).LocalPort(_engine.Port)}";
        await AskAsync(_engine.Schema);
    }

    private static IEnumerable<JsonElement> Objects(string yaml, string ns = "developer") =>
        Manifest.ParseAll(yaml, "test.yaml", ns).Select(manifest => JsonSerializer.SerializeToElement<JsonNode>(manifest.Body));

    private string StatefulSet => $$"""
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: orders-database }
        spec:
          serviceName: orders-database
          selector: { matchLabels: { app: orders-database } }
          template:
            metadata: { labels: { app: orders-database } }
            spec:
              containers:
                - name: {{_engine.Image}}
                  image: {{_engine.Image}}
                  ports: [{ name: {{_engine.Image}}, containerPort: {{_engine.Port}} }]
                  env: {{_engine.Server}}
                  readinessProbe:
                    exec: { command: {{_engine.Ready}} }
                    periodSeconds: 1
                    timeoutSeconds: 30
                  volumeMounts: [{ name: data, mountPath: {{_engine.Data}} }]
          volumeClaimTemplates: [{ metadata: { name: data } }]
        """;

    private string Service(string image, string annotation) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: orders
          annotations: { bigben.localhost/candidate: rehearsal, bigben.localhost/migrations: orders-migrations, {{annotation}} }
        spec:
          progressDeadlineSeconds: 600
          selector: { matchLabels: { app: orders } }
          template:
            metadata: { labels: { app: orders } }
            spec:
              containers:
                - name: orders
                  image: {{image}}
                  ports: [{ name: http, containerPort: 8001 }]
                  {{CandidateYaml.Ready}}
                  env: {{Environment(_engine.Does.ToDictionary(does => does.Key, does => $"{_engine.Client} \"{does.Value}\""))}}
        """;

    // JSON is YAML that no indentation can break.
    private string Environment(Dictionary<string, string> more)
    {
        var variables = _engine.Connection("$(ORDERS_DATABASE_SERVICE_HOST)", "$(ORDERS_DATABASE_SERVICE_PORT)");
        var list = variables.Append(KeyValuePair.Create("PATH", Path)).Concat(more).Select(JsonNode? (variable) =>
            new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value });
        var password = new JsonObject { ["name"] = "orders-secrets", ["key"] = "password" };
        return new JsonArray(
        [
            .. list,
            new JsonObject { ["name"] = _engine.Password, ["valueFrom"] = new JsonObject { ["secretKeyRef"] = password } },
        ]).ToJsonString();
    }
}
