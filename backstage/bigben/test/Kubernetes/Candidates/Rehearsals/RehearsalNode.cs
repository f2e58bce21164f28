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

    // What orders v1 does with every table that it has.
    private static readonly IReadOnlyDictionary<string, string> Old = new Dictionary<string, string>
    {
        ["WRITE"] = "INSERT INTO items (name, price) VALUES ('widget', 5)",
        ["READ"] = "SELECT row_to_json(row) FROM (SELECT name, price, note FROM items WHERE name = 'widget' ORDER BY id DESC LIMIT 1) row",
        ["TAG"] = "INSERT INTO tags (item, label) SELECT max(id), 'red' FROM items",
        ["TAGS"] = "SELECT label FROM tags",
        ["BROKEN"] = "SELECT nothing FROM nowhere",
        ["PING"] = "SELECT 1",
    };

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
    private string _port = "";

    private RehearsalNode(CandidateNode node, DatabaseServer server) => (_node, _server) = (node, server);

    /// <inheritdoc cref="CandidateNode.Notes"/>
    public IReadOnlyList<string> Notes => _node.Notes;

    /// <summary>Every pod that there was, by name.</summary>
    public IReadOnlyList<string> Pods => [.. _node.Pods.Select(pod => pod.NameOf()).Distinct()];

    private string Path => string.Join(':', [.. _server.Folders, System.Environment.GetEnvironmentVariable("PATH")!]);

    public static async Task<RehearsalNode> StartAsync()
    {
        var engine = DatabaseEngine.Find("postgres")!.Value.Engine;
        var server = await DatabaseServer.FindAsync(engine, "latest", DatabaseFactAttribute.Roots("postgres"), CancellationToken.None);
        var node = new RehearsalNode(
            await CandidateNode.StartAsync(options => DatabasePod.WithDatabases(options, "postgres")), server!);
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
              activeDeadlineSeconds: 60
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: orders
                      image: shell:v2
                      args: ['psql -v ON_ERROR_STOP=1 -qc "$SQL"']
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
        var environment = DatabaseServer.Environment(_server.Root).Concat(new Dictionary<string, string>
        {
            ["PATH"] = Path,
            ["PGHOST"] = "127.0.0.1",
            ["PGPORT"] = _port,
            ["PGUSER"] = "orders",
            ["PGPASSWORD"] = "secret",
        });
        var said = await new Command("psql", ["-v", "ON_ERROR_STOP=1", "-tAqc", sql])
        {
            Environment = environment.ToDictionary(variable => variable.Key, string? (variable) => variable.Value),
        }.RunAsync(CancellationToken.None);
        return said.Succeeded ? said.Output.Trim() : throw new InvalidOperationException(said.Error);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private async Task FillAsync()
    {
        _node.Create("secrets", "developer", """{ "metadata": { "name": "orders-secrets" }, "data": { "password": "c2VjcmV0" } }""");
        foreach (var body in Objects($"{Service("web:v1", "a: b")}\n---\n{StatefulSet}"))
            _node.Create($"{body.TextAt("kind").ToLowerInvariant()}s", "developer", body.GetRawText(), Apps);
        var spec = JsonNode.Parse(Objects(StatefulSet).Single().At("spec", "template", "spec")!.Value.GetRawText())!;
        spec["volumes"] = JsonNode.Parse("""[{ "name": "data", "emptyDir": {} }]""");
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "orders-database-0" }, ["spec"] = spec };
        _node.Create("pods", "developer", pod.ToJsonString());
        await CandidateNode.UntilAsync(() => new Pod(_node.List("pods").Single()).IsReady);
        _port = $"{new Pod(_node.List("pods").Single()).LocalPort(5432)}";
        await AskAsync("""
            CREATE TABLE items (
              id serial PRIMARY KEY, name text NOT NULL, price numeric NOT NULL DEFAULT 0, note text NOT NULL DEFAULT '');
            CREATE TABLE tags (item integer NOT NULL REFERENCES items, label text NOT NULL);
            INSERT INTO items (name, price) VALUES ('widget', 5), ('gadget', 7);
            INSERT INTO tags VALUES (1, 'red');
            """);
    }

    private static IEnumerable<JsonElement> Objects(string yaml, string ns = "developer") =>
        Manifest.ParseAll(yaml, "test.yaml", ns).Select(manifest => JsonSerializer.SerializeToElement<JsonNode>(manifest.Body));

    private static string StatefulSet => """
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
                - name: postgres
                  image: postgres
                  ports: [{ name: postgres, containerPort: 5432 }]
                  env:
                    - { name: PGDATA, value: /var/lib/postgresql/data/pgdata }
                    - { name: POSTGRES_DB, value: orders }
                    - { name: POSTGRES_USER, value: orders }
                    - { name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: orders-secrets, key: password } } }
                    - { name: POSTGRES_INITDB_ARGS, value: --no-sync }
                  readinessProbe:
                    exec: { command: [pg_isready, -h, 127.0.0.1, -U, orders, -d, orders] }
                    periodSeconds: 1
                    timeoutSeconds: 30
                  volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
          volumeClaimTemplates: [{ metadata: { name: data } }]
        """;

    private string Service(string image, string annotation) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: orders
          annotations: { bigben.localhost/candidate: rehearsal, bigben.localhost/migrations: orders-migrations, {{annotation}} }
        spec:
          progressDeadlineSeconds: 60
          selector: { matchLabels: { app: orders } }
          template:
            metadata: { labels: { app: orders } }
            spec:
              containers:
                - name: orders
                  image: {{image}}
                  ports: [{ name: http, containerPort: 8001 }]
                  {{CandidateYaml.Ready}}
                  env: {{Environment(Old.ToDictionary(does => does.Key, does => $"psql -v ON_ERROR_STOP=1 -tAqc \"{does.Value}\""))}}
        """;

    // JSON is YAML that no indentation can break.
    private string Environment(Dictionary<string, string> more)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = Path,
            ["PGHOST"] = "$(ORDERS_DATABASE_SERVICE_HOST)",
            ["PGPORT"] = "$(ORDERS_DATABASE_SERVICE_PORT)",
            ["PGUSER"] = "orders",
            ["PGDATABASE"] = "orders",
        };
        var list = variables.Concat(more).Select(JsonNode? (variable) =>
            new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value });
        var password = new JsonObject { ["name"] = "orders-secrets", ["key"] = "password" };
        return new JsonArray(
        [
            .. list,
            new JsonObject { ["name"] = "PGPASSWORD", ["valueFrom"] = new JsonObject { ["secretKeyRef"] = password } },
        ]).ToJsonString();
    }
}
