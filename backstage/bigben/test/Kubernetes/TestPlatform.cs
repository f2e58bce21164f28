using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Tests.ApiServer;
using JsonFields = BigBen.Kubernetes.JsonFields;

namespace BigBen.Tests.Kubernetes;

/// <summary>A real API server whose store a test fills with what a real cluster answered, and a client of it.</summary>
internal sealed class TestPlatform : IAsyncDisposable
{
    private TestPlatform(TestApi server)
    {
        Server = server;
        Api = KubernetesApi.Open(server.Kubeconfig);
    }

    public TestApi Server { get; }

    public KubernetesApi Api { get; }

    public static Task<TestPlatform> StartAsync() => StartAsync("argocd", "developer", "lab");

    /// <summary>A platform with these namespaces.</summary>
    public static async Task<TestPlatform> StartAsync(params string[] namespaces) => new(await TestApi.StartAsync(namespaces));

    /// <summary>A platform with the golden Applications and objects of <c>developer</c>.</summary>
    public static async Task<TestPlatform> DeveloperAsync()
    {
        var platform = await StartAsync();
        platform.Put(ResourceKind.Applications, Golden.Read("applications/developer-service-a.json"));
        platform.Put(ResourceKind.Applications, Golden.Read("applications/developer-service-b.json"));
        platform.PutAll(ResourceKind.Deployments, "deployments");
        platform.PutAll(ResourceKind.ReplicaSets, "replicasets");
        platform.PutAll(ResourceKind.Pods, "pods");
        platform.PutAll(ResourceKind.Services, "services");
        platform.PutAll(ResourceKind.Ingresses, "ingresses");
        platform.PutAll(ResourceKind.Events, "events");
        return platform;
    }

    public void PutAll(ResourceKind kind, string list)
    {
        foreach (var item in Golden.Read($"objects/{list}.json").GetProperty("items").EnumerateArray())
            Put(kind, item);
    }

    /// <summary>Makes an object with its status.</summary>
    public void Put(ResourceKind kind, JsonElement golden)
    {
        var body = JsonObject.Create(golden)!.DeepClone().AsObject();
        body["metadata"]!.AsObject().Remove("resourceVersion");
        var (ns, name) = (JsonFields.NamespaceOf(golden), JsonFields.NameOf(golden));
        Server.Store.Create(Resource(kind), ns, body);
        if (golden.TryGetProperty("status", out var status))
            SetStatus(kind, ns, name, JsonObject.Create(status)!);
    }

    public void SetStatus(ResourceKind kind, string ns, string name, JsonNode status) =>
        Change(kind, ns, name, body => body["status"] = status.DeepClone());

    /// <summary>Changes an object, its status too.</summary>
    public void Change(ResourceKind kind, string ns, string name, Action<JsonObject> change)
    {
        foreach (var subresource in Resource(kind).Subresources.Select(sub => sub.Name).Where(sub => sub == "status").Append(""))
        {
            Server.Store.Update(
                Resource(kind),
                ns,
                name,
                value =>
                {
                    change(value);
                    return value;
                },
                new WriteOptions(Subresource: subresource));
        }
    }

    public void Delete(ResourceKind kind, string ns, string name) =>
        Server.Store.Delete(Resource(kind), ns, name, new DeleteOptions(GracePeriodSeconds: 0));

    public Task<ClusterObjects> ReadAsync() => ClusterObjects.ReadAsync(Api, ClusterCache.Kinds, CancellationToken.None);

    /// <summary>Waits for changes until a condition holds; fails after a minute.</summary>
    public static async Task UntilAsync(ClusterCache cache, Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var version = cache.Version;
            if (condition())
                return;
            await cache.AfterAsync(version, deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Server.DisposeAsync();
    }

    public static ApiResource Resource(ResourceKind kind) => ResourceCatalog.Find(kind.Group, kind.Version, kind.Plural)!;
}
