using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Gate;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Git;

namespace BigBen.Tests.ArgoCd.Gate;

public sealed class SecretsGateTests : IDisposable
{
    private const string Environment = "env: [{ name: A, valueFrom: { secretKeyRef: { name: orders-secrets, key: A } } }]";

    private readonly TempFolder _folder = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;

    public SecretsGateTests()
    {
        _storage = ObjectStorage.Open(_folder["objects.db"], history: 100);
        _store = new ObjectStore(_storage, TimeProvider.System);
        _store.Create(Kinds.Namespaces, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "developer" } });
    }

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Service_environment_Secret_key_and_command_are_named() =>
        (await RefusalAsync(Deployment(Environment))).ShouldBe(
            "orders in developer: Deployment orders needs the key A of the Secret orders-secrets, which is neither in git nor in the "
            + "namespace developer: run './bootstrap/big-ben.sh secret set orders developer A', commit and push again. "
            + "Nothing was recorded, and what runs is as it was.");

    [Theory]
    [InlineData("envFrom: [{ secretRef: { name: orders-secrets } }]", "", "needs the Secret orders-secrets,")]
    [InlineData("env: []", "volumes: [{ name: v, secret: { secretName: orders-secrets } }]", "needs the Secret orders-secrets,")]
    [InlineData(
        "env: []",
        "volumes: [{ name: v, secret: { secretName: orders-secrets, items: [{ key: B, path: b }] } }]",
        "needs the key B of the Secret orders-secrets,")]
    [InlineData(
        "env: []",
        "volumes: [{ name: v, projected: { sources: [{ secret: { name: orders-secrets } }] } }]",
        "needs the Secret orders-secrets,")]
    [InlineData(
        "env: []",
        "initContainers: [{ name: i, image: web, envFrom: [{ secretRef: { name: orders-secrets } }] }]",
        "needs the Secret orders-secrets,")]
    public async Task Whatever_a_pod_takes_a_Secret_by_is_asked_for(string container, string pod, string said) =>
        (await RefusalAsync(Deployment(container, pod)))!.ShouldContain(said);

    [Theory]
    [InlineData("envFrom: [{ secretRef: { name: none, optional: true } }]", "")]
    [InlineData("env: [{ name: A, valueFrom: { secretKeyRef: { name: none, key: A, optional: true } } }]", "")]
    [InlineData("env: []", "volumes: [{ name: v, secret: { secretName: none, optional: true } }]")]
    [InlineData("env: []", "imagePullSecrets: [{ name: none }]")]
    public async Task What_is_optional_may_be_missing(string container, string pod) =>
        (await RefusalAsync(Deployment(container, pod))).ShouldBeNull();

    [Theory]
    [InlineData("batch/v1", "Job", "{ template: { spec: { containers: [{ name: c, env: [], $ }] } } }")]
    [InlineData("batch/v1", "CronJob", "{ jobTemplate: { spec: { template: { spec: { containers: [{ name: c, $ }] } } } } }")]
    [InlineData("apps/v1", "StatefulSet", "{ template: { spec: { containers: [{ name: c, $ }] } } }")]
    public async Task Every_kind_that_makes_pods_is_asked(string version, string kind, string spec)
    {
        var pods = spec.Replace("$", "envFrom: [{ secretRef: { name: keys } }]", StringComparison.Ordinal);

        (await RefusalAsync($"{{ apiVersion: {version}, kind: {kind}, metadata: {{ name: x }}, spec: {pods} }}"))!.ShouldContain(
            $"{kind} x needs the Secret keys, which is neither in git nor in the namespace developer: make it by "
            + "'kubectl create secret generic keys -n developer --from-literal=NAME=…' and push again");
    }

    [Fact]
    public async Task One_that_is_there_by_hand_is_taken_and_a_key_that_it_lacks_is_named()
    {
        Make("orders-secrets", "A", application: null);

        (await RefusalAsync(Deployment(Environment))).ShouldBeNull();
        (await RefusalAsync(Deployment(Environment.Replace("key: A", "key: B"))))!
            .ShouldContain("needs the key B of the Secret orders-secrets, which has no such key: run './bootstrap/big-ben.sh secret set");
    }

    [Fact]
    public async Task One_that_git_has_is_taken_and_one_that_goes_with_the_commit_is_not()
    {
        const string secret = "{ apiVersion: v1, kind: Secret, metadata: { name: orders-secrets }, data: { A: YQ== } }";
        Make("orders-secrets", "A", application: "developer-orders");

        (await RefusalAsync($"{Deployment(Environment)}\n---\n{secret}")).ShouldBeNull();
        (await RefusalAsync(Deployment(Environment)))!.ShouldContain("neither in git nor in the namespace developer");
    }

    [Fact]
    public async Task One_that_is_encrypted_in_git_is_taken_where_somebody_else_decrypts_it()
    {
        var git = new Dictionary<string, IReadOnlyList<string>> { ["orders-secrets"] = ["A"] };

        (await RefusalAsync(Deployment(Environment), new Cluster(null), git)).ShouldBeNull();
        (await RefusalAsync(Deployment(Environment.Replace("key: A", "key: B")), new Cluster(null), git))!
            .ShouldContain("the key B of the Secret orders-secrets, which has no such key");
        (await RefusalAsync(Deployment(Environment), new Cluster(null)))!.ShouldContain("neither in git nor in the namespace");
        (await RefusalAsync(Deployment(Environment), new Cluster(new LiveSecret(null, null)))).ShouldBeNull("nobody may look");
    }

    [Theory]
    [InlineData("external-secrets.io/v1", "ExternalSecret", "{ target: { name: orders-secrets } }", true)]
    [InlineData("external-secrets.io/v1", "ExternalSecret", "{ target: { name: others } }", false)]
    [InlineData("bitnami.com/v1alpha1", "SealedSecret", "{ template: { metadata: { name: orders-secrets } } }", true)]
    [InlineData("example.com/v1", "Wish", "{ into: [{ name: orders-secrets }] }", true)]
    [InlineData("monitoring.coreos.com/v1", "ServiceMonitor", "{ endpoints: [{ basicAuth: { name: orders-secrets } }] }", false)]
    public async Task What_an_operator_makes_is_taken_where_operators_run(string version, string kind, string spec, bool makes)
    {
        var objects = $"{Deployment(Environment)}\n---\n{{ apiVersion: {version}, kind: {kind}, metadata: {{ name: x }}, spec: {spec} }}";

        (await RefusalAsync(objects, new Cluster(null)) is null).ShouldBe(makes);
        (await RefusalAsync(objects))!.Contains($"{kind} x makes it where its operator runs, and none runs on the local platform; here, "
            + "make it by 'kubectl create secret generic orders-secrets -n developer --from-literal=A=…'", StringComparison.Ordinal)
            .ShouldBe(makes);
    }

    [Fact]
    public async Task CloudNativePG_makes_its_Secrets_and_wants_the_one_that_its_Cluster_names()
    {
        const string cluster = "{ apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: { name: orders }, spec: $ }";
        var given = cluster.Replace("$", "{ bootstrap: { initdb: { secret: { name: owner } } } }", StringComparison.Ordinal);
        var pods = Deployment("envFrom: [{ secretRef: { name: orders-app } }]");

        (await RefusalAsync($"{pods}\n---\n{cluster.Replace("$", "{}", StringComparison.Ordinal)}", new Cluster(null))).ShouldBeNull();
        (await RefusalAsync($"{pods}\n---\n{given}", new Cluster(null)))!
            .ShouldContain("Cluster orders needs the keys password and username of the Secret owner, which is neither in git nor");
    }

    private static string Deployment(string container, string pod = "") => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: orders }
        spec: { template: { spec: { containers: [{ name: orders, image: web, {{container}} }], {{pod}} } } }
        """;

    private async Task<string?> RefusalAsync(
        string objects, ILiveSecrets? live = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? encrypted = null)
    {
        var application = Application.Read(JsonSerializer.SerializeToElement<JsonNode>(YamlReader.Documents(
            """
            metadata: { name: developer-orders }
            spec:
              project: developer
              source: { repoURL: r, path: charts/app, targetRevision: main, helm: { releaseName: orders } }
              destination: { server: https://kubernetes.default.svc, namespace: developer }
            """,
            "test").Single().Body!));
        var rendered = new RenderedApplication(
            application, Manifest.ParseAll(objects, "test", "developer"), encrypted ?? new Dictionary<string, IReadOnlyList<string>>());
        try
        {
            await new SecretsGate(live ?? new StoredSecrets(_store)).RequireAsync([rendered], CancellationToken.None);
            return null;
        }
        catch (PlatformException e)
        {
            return e.Message;
        }
    }

    private void Make(string name, string key, string? application)
    {
        var secret = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["data"] = new JsonObject { [key] = "YQ==" },
        };
        if (application is not null)
            Tracking.Mark(secret, application, new BigBen.Manifests.ObjectKey("", "Secret", "developer", name));
        _store.Create(TestApi.Resource("v1", "secrets"), "developer", secret);
    }

    // A cluster that has one answer for every Secret.
    private sealed class Cluster(LiveSecret? secret) : ILiveSecrets
    {
        public bool HasOperators => true;

        public Task<LiveSecret?> FindAsync(string ns, string name, CancellationToken cancellationToken) => Task.FromResult(secret);
    }
}
