using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Controllers;
using BigBen.Controllers.StatefulSets;
using BigBen.Controllers.Volumes;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Controllers.StatefulSets;

/// <summary>A StatefulSet <c>db</c> with its controllers and a node that runs nothing, which take a step each in turn.</summary>
internal sealed class SetLab : IDisposable
{
    private static readonly NamespacedName Key = new(TestCluster.Namespace, "db");

    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly StatefulSetController _sets;
    private readonly ClaimController _claims;
    private readonly VolumeController _volumes;

    public SetLab()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 5000);
        Store = new ObjectStore(_storage, Clock);
        Store.Create(Kinds.Namespaces, "", TestCluster.Parse($$"""{ "metadata": { "name": "{{TestCluster.Namespace}}" } }"""));
        FolderProvisioner.RegisterClass(Store);
        var provisioner = new FolderProvisioner(Store, _directory["volumes"]);
        _sets = new StatefulSetController(Store, Clock);
        _claims = new ClaimController(Store, Clock, provisioner);
        _volumes = new VolumeController(Store, provisioner);
    }

    public ManualClock Clock { get; } = new();

    public ObjectStore Store { get; }

    public JsonElement Set => Store.Find(Kinds.StatefulSets, Key.Namespace, Key.Name)!.Value;

    public IReadOnlyList<JsonElement> Pods => Store.List(Kinds.Pods).Items;

    public IReadOnlyList<JsonElement> Claims => Store.List(Kinds.VolumeClaims).Items;

    public IReadOnlyList<JsonElement> Volumes => Store.List(Kinds.Volumes).Items;

    public IReadOnlyList<JsonElement> Revisions => Store.List(Kinds.ControllerRevisions).Items;

    /// <summary>What was told, and how often.</summary>
    public IReadOnlyList<(string Message, long Count)> Told => [.. Store.List(Kinds.Events).Items
        .Select(told => (told.TextAt("message")!, told.NumberAt("count")!.Value))];

    /// <summary>Each pod and the image that it has: <c>db-0 web:1</c>.</summary>
    public IEnumerable<string> Images =>
        Pods.Select(pod => $"{pod.NameOf()} {pod.ItemsAt("spec", "containers").First().TextAt("image")}");

    /// <summary>Makes the StatefulSet.</summary>
    /// <param name="replicas">How many pods.</param>
    /// <param name="spec">More of its spec, such as <c>"podManagementPolicy": "Parallel",</c>.</param>
    public void Create(int replicas, string spec = "") => Store.Create(Kinds.StatefulSets, Key.Namespace, TestCluster.Parse($$"""
        {
          "metadata": { "name": "db" },
          "spec": {
            "replicas": {{replicas}}, "serviceName": "db", {{spec}} "selector": { "matchLabels": { "a": "db" } },
            "template": {
              "metadata": { "labels": { "a": "db" } },
              "spec": { "containers": [{ "name": "c", "image": "web:1", "volumeMounts": [{ "name": "data", "mountPath": "/data" }] }] }
            },
            "volumeClaimTemplates": [{
              "metadata": { "name": "data" },
              "spec": { "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": "1Gi" } } }
            }]
          }
        }
        """));

    public void Change(Action<JsonObject> change) => Store.Update(Kinds.StatefulSets, Key.Namespace, Key.Name, value =>
    {
        change(value["spec"]!.AsObject());
        return value;
    });

    public void SetImage(string image) => Change(spec => spec["template"]!["spec"]!["containers"]![0]!["image"] = image);

    public void Delete(string pod) => Store.Delete(Kinds.Pods, Key.Namespace, pod);

    public void Fail(string pod) => Store.UpdateStatus(
        Kinds.Pods, Pods.Single(found => found.NameOf() == pod), status => status["phase"] = "Failed");

    /// <summary>Lets the controllers act once.</summary>
    public void Step()
    {
        if (Store.Find(Kinds.StatefulSets, Key.Namespace, Key.Name) is not null)
            _sets.Reconcile(Key, CancellationToken.None);
        foreach (var claim in Claims)
            _claims.Reconcile(NamespacedName.Of(claim));
        foreach (var volume in Volumes)
            _volumes.Reconcile(NamespacedName.Of(volume));
    }

    /// <summary>Lets the controllers act until they have nothing to do; no pod changes by itself.</summary>
    public void Reconcile() => Repeat(Step);

    /// <summary>Lets everything act until there is nothing to do: a pod that is to end has first ended, and is gone later.</summary>
    public void Settle() => Repeat(() =>
    {
        Reconcile();
        foreach (var pod in Pods)
        {
            if (pod.IsTerminating() && pod.IsReady())
                End(pod);
            else
                FakeNode.Step(Store, NamespacedName.Of(pod));
            Reconcile();
        }
    });

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    private void Repeat(Action act)
    {
        for (var (before, rounds) = (-1L, 0); before != Store.Current.Version; rounds++)
        {
            rounds.ShouldBeLessThan(1000, "it never settles");
            before = Store.Current.Version;
            act();
        }
    }

    private void End(JsonElement pod)
    {
        FakeNode.SetReady(Store, pod.NameOf(), ready: false);
        Store.UpdateStatus(Kinds.Pods, pod, status => status["phase"] = "Succeeded");
    }
}
