using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Controllers;
using BigBen.Tests.ApiServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Controllers;

/// <summary>A store with every controller at work on it, and a node that runs nothing.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string Namespace = "developer";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;
    private ControllerManager? _controllers;
    private FakeNode? _node;

    private TestCluster()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 5000);
        _store = new ObjectStore(_storage, TimeProvider.System);
        _store.Create(Kinds.Namespaces, "", Parse($$"""{ "metadata": { "name": "{{Namespace}}" } }"""));
    }

    public string VolumesDirectory => _directory["volumes"];

    public IObjectStore Store => _store;

    public FakeNode Node => _node!;

    public IReadOnlyList<JsonElement> Pods => List(Kinds.Pods);

    public IReadOnlyList<JsonElement> ActivePods => [.. Pods.Where(pod => pod.IsActive())];

    public IReadOnlyList<JsonElement> ReplicaSets => List(Kinds.ReplicaSets);

    public static TestCluster Start()
    {
        var cluster = new TestCluster();
        cluster._controllers = ControllerManager.Start(cluster._store, cluster.VolumesDirectory, TimeProvider.System, NullLogger.Instance);
        cluster._node = new FakeNode(cluster._store);
        return cluster;
    }

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>A Deployment of one container; <paramref name="spec"/> is more of its spec, such as <c>"paused": true,</c>.</summary>
    public static string Deployment(string name, int replicas, string image = "web:1", string spec = "") => $$"""
        {
          "metadata": { "name": "{{name}}" },
          "spec": {
            "replicas": {{replicas}}, {{spec}} "selector": { "matchLabels": { "app": "{{name}}" } },
            "template": {
              "metadata": { "labels": { "app": "{{name}}" } },
              "spec": { "containers": [{ "name": "main", "image": "{{image}}", "ports": [{ "name": "http", "containerPort": 8011 }] }] }
            }
          }
        }
        """;

    public JsonElement Create(ApiResource kind, string json) => _store.Create(kind, Namespace, Parse(json));

    public void Update(ApiResource kind, string name, Action<JsonObject> change) => _store.Update(kind, Namespace, name, value =>
    {
        change(value);
        return value;
    });

    public JsonElement Get(ApiResource kind, string name) =>
        _store.Find(kind, kind.Namespaced ? Namespace : "", name) ?? throw new InvalidOperationException($"there is no {kind.Kind} {name}");

    public IReadOnlyList<JsonElement> List(ApiResource kind) => _store.List(kind, Namespace).Items;

    public void SetImage(string deployment, string image) =>
        Update(Kinds.Deployments, deployment, value => value["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image);

    public void SetReplicas(string deployment, int replicas) =>
        Update(Kinds.Deployments, deployment, value => value["spec"]!["replicas"] = replicas);

    /// <summary>
    /// Waits for a rollout to be complete. The status alone may say so a moment before the last old pod is given up, as in Kubernetes.
    /// </summary>
    public Task CompleteAsync(string deployment, int replicas) => UntilAsync(() =>
    {
        var value = Get(Kinds.Deployments, deployment);
        return value.NumberAt("status", "observedGeneration") == value.NumberAt("metadata", "generation")
            && (value.NumberAt("status", "replicas") ?? 0) == replicas
            && (value.NumberAt("status", "updatedReplicas") ?? 0) == replicas
            && (value.NumberAt("status", "availableReplicas") ?? 0) == replicas
            && ActivePods.Count == replicas;
    });

    /// <summary>Waits for the store to be so, asked after every write.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(Deadline);
        while (true)
        {
            var seen = _store.Current;
            if (condition())
                return;
            await _store.NextAsync(seen, Timeout.InfiniteTimeSpan, late.Token);
        }
    }

    /// <summary>Ends the controllers; the node goes on.</summary>
    public async Task EndControllersAsync()
    {
        if (Interlocked.Exchange(ref _controllers, null) is { } running)
            await running.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndControllersAsync();
        await _node!.DisposeAsync();
        _storage.Dispose();
        _directory.Dispose();
    }
}
