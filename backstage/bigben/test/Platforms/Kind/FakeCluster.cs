using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Access;
using BigBen.ApiServer.Registry;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Platforms.Existing.Rights;
using BigBen.Tests.Kubernetes;
using Microsoft.AspNetCore.Http;
using JsonFields = BigBen.Kubernetes.JsonFields;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>
/// The cluster that kind would make: a real API, whose workloads are ready as soon as they are there, an <see cref="FakeArgoCd"/>, and the
/// ingress at a port of this machine, where every host tells the version that its Application is to run.
/// </summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly TestPlatform _platform;
    private readonly FakeCandidates _candidates;
    private readonly FakeNamespaces _namespaces;
    private LoopbackServer? _ingress;
    private string? _kubeconfig;

    private FakeCluster(TestPlatform platform, string forge, string argoCd)
    {
        _platform = platform;
        ArgoCd = new FakeArgoCd(this, forge, argoCd);
        _namespaces = new FakeNamespaces(Store);
        _candidates = new FakeCandidates(this);
    }

    /// <summary>Its objects, without HTTP.</summary>
    internal IObjectStore Store => _platform.Server.Store;

    internal FakeArgoCd ArgoCd { get; }

    /// <summary>What hosts answer instead of the version.</summary>
    internal string? WrongVersion { get; set; }

    /// <summary>How a client gets in.</summary>
    internal string Kubeconfig => File.ReadAllText(_kubeconfig ?? _platform.Server.Kubeconfig);

    /// <summary>The cluster that kind makes.</summary>
    internal static async Task<FakeCluster> StartAsync(IEnumerable<string> nodes, int port, string forge)
    {
        var cluster = new FakeCluster(await TestPlatform.StartAsync(), forge, Application.ControllerNamespace);
        foreach (var node in nodes)
            cluster.Apply(ResourceKind.Nodes, "", Object("v1", "Node", "", node, Ready()));
        return await cluster.OpenAsync(port);
    }

    /// <summary>One that was there before, with an Argo CD in some namespace.</summary>
    internal static async Task<FakeCluster> StartExistingAsync(string argoCd, int port, string repository)
    {
        var cluster = new FakeCluster(await TestPlatform.StartAsync(argoCd), repository, argoCd);
        var controller = Object("apps/v1", "StatefulSet", argoCd, "cd-controller", []);
        controller["metadata"]!["labels"] = new JsonObject
        {
            ["app.kubernetes.io/part-of"] = "argocd",
            ["app.kubernetes.io/component"] = "application-controller",
        };
        controller["spec"] = new JsonObject { ["replicas"] = 1 };
        cluster.Apply(ResourceKind.StatefulSets, argoCd, controller);
        return await cluster.OpenAsync(port);
    }

    /// <summary>Lets clients in as somebody with these rights and no other.</summary>
    internal async Task LimitAsync(IEnumerable<Right> rights)
    {
        const string User = "somebody";
        await _platform.Server.GrantAsync(User, rules: [.. rights.Select(Rule)]);
        _kubeconfig = _platform.Server.Accounts.KubeconfigOf(User);
    }

    /// <summary>What gives a user a right.</summary>
    internal static PolicyRule Rule(Right right) => new()
    {
        Verbs = [right.Verb],
        ApiGroups = [right.Group],
        Resources = [right.Resource],
        Namespace = right.Namespace.Length == 0 ? null : right.Namespace,
    };

    /// <summary>Makes a release: a Deployment in a namespace, both of its name.</summary>
    /// <param name="release">The release.</param>
    /// <param name="trouble">What its pod waits for; null where it is ready.</param>
    internal void Install(string release, JsonObject? trouble)
    {
        Deploy(release, release, ready: trouble is null);
        if (trouble is not null)
            Apply(ResourceKind.Pods, release, Pod(release, $"{release}-server-0", new JsonObject { ["waiting"] = trouble.DeepClone() }));
    }

    /// <summary>Makes a Deployment of one pod.</summary>
    internal void Deploy(string ns, string name, bool ready = true)
    {
        var status = new JsonObject
        {
            ["observedGeneration"] = 1,
            ["replicas"] = 1,
            ["updatedReplicas"] = 1,
            ["readyReplicas"] = ready ? 1 : 0,
            ["availableReplicas"] = ready ? 1 : 0,
        };
        var body = Object("apps/v1", "Deployment", ns, name, status);
        body["spec"] = new JsonObject { ["replicas"] = 1 };
        Apply(ResourceKind.Deployments, ns, body);
    }

    /// <summary>Makes a ReplicaSet of a Deployment with one pod, which crashes, and tells what it said.</summary>
    internal void Crash(string ns, string deployment, string set, int revision, string said)
    {
        var body = Object("apps/v1", "ReplicaSet", ns, set, []);
        body["metadata"]!["annotations"] = new JsonObject { ["deployment.kubernetes.io/revision"] = $"{revision}" };
        body["metadata"]!["ownerReferences"] = Owner("Deployment", deployment);
        Apply(ResourceKind.ReplicaSets, ns, body);
        var pod = Pod(ns, $"{set}-1", new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "CrashLoopBackOff" } });
        pod["metadata"]!["ownerReferences"] = Owner("ReplicaSet", set);
        var container = pod["status"]!["containerStatuses"]![0]!;
        container["restartCount"] = 3;
        container["lastState"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 134, ["reason"] = "Error" } };
        Apply(ResourceKind.Pods, ns, pod);
        _platform.Server.Kubelet.Open = options => options.Previous ? new MemoryStream(Encoding.UTF8.GetBytes(said)) : null;
    }

    /// <summary>Takes a ReplicaSet away, and its pod.</summary>
    internal void Remove(string ns, string set)
    {
        Delete(ResourceKind.Pods, ns, $"{set}-1");
        Delete(ResourceKind.ReplicaSets, ns, set);
    }

    /// <summary>Makes an object, or has it be so.</summary>
    /// <returns>Whether it was another before.</returns>
    internal bool Apply(ResourceKind kind, string ns, JsonObject body)
    {
        if (ns.Length > 0 && Find(new("", "v1", "namespaces", "Namespace"), "", ns) is null)
            _platform.Server.Create("v1", "namespaces", "", $$"""{ "metadata": { "name": "{{ns}}" } }""");
        var name = $"{body["metadata"]!["name"]}";
        if (Find(kind, ns, name) is not { } known)
        {
            _platform.Put(kind, JsonSerializer.SerializeToElement(body));
            return true;
        }

        if (body["spec"] is not { } spec || JsonNode.DeepEquals(spec, JsonSerializer.SerializeToNode(JsonFields.At(known, "spec"))))
            return false;
        Change(kind, ns, name, value => value["spec"] = spec.DeepClone());
        return true;
    }

    internal void Change(ResourceKind kind, string ns, string name, Action<JsonObject> change) => _platform.Change(kind, ns, name, change);

    internal void Delete(ResourceKind kind, string ns, string name) => _platform.Delete(kind, ns, name);

    internal JsonElement? Find(ResourceKind kind, string ns, string name) => Store.Find(TestPlatform.Resource(kind), ns, name);

    public async ValueTask DisposeAsync()
    {
        await _ingress!.DisposeAsync();
        await ArgoCd.DisposeAsync();
        await _candidates.DisposeAsync();
        await _namespaces.DisposeAsync();
        await _platform.DisposeAsync();
    }

    private async Task<FakeCluster> OpenAsync(int port)
    {
        _ingress = await LoopbackServer.StartAsync(port, useIPv6: false, RouteAsync, CancellationToken.None);
        return this;
    }

    private async Task RouteAsync(HttpContext http)
    {
        var application = Store.List(TestPlatform.Resource(ResourceKind.Applications)).Items.Select(body => new Application(body))
            .FirstOrDefault(candidate => candidate.Source.Host == http.Request.Host.Host);
        if (application is null)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await http.Response.WriteAsJsonAsync(new { version = WrongVersion ?? application.Source.Tag });
    }

    private static JsonObject Pod(string ns, string name, JsonObject state)
    {
        var status = new JsonObject { ["name"] = "main", ["ready"] = false, ["restartCount"] = 0, ["state"] = state };
        var pod = Object("v1", "Pod", ns, name, new JsonObject { ["phase"] = "Running", ["containerStatuses"] = new JsonArray(status) });
        var container = new JsonObject { ["name"] = "main", ["image"] = "registry/image:1" };
        pod["spec"] = new JsonObject { ["containers"] = new JsonArray(container) };
        return pod;
    }

    private static JsonArray Owner(string kind, string name) =>
        new(new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = kind, ["name"] = name, ["uid"] = name, ["controller"] = true });

    private static JsonObject Ready() =>
        new() { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }) };

    private static JsonObject Object(string version, string kind, string ns, string name, JsonObject status) => new()
    {
        ["apiVersion"] = version,
        ["kind"] = kind,
        ["metadata"] = ns.Length == 0 ? new JsonObject { ["name"] = name } : new JsonObject { ["name"] = name, ["namespace"] = ns },
        ["status"] = status,
    };
}
