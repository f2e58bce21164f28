using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Storage;
using BigBen.Ingress;
using BigBen.Tests.ApiServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Ingress;

/// <summary>An ingress controller over a store of its own, in which a test writes what other controllers would.</summary>
internal sealed class TestIngress : IAsyncDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly List<PodProcess> _pods = [];
    private IngressController? _controller;
    private int _marks;

    private TestIngress()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 1000);
        Store = new ObjectStore(_storage, TimeProvider.System);
        Client = NewClient(() => Controller.Port);
    }

    public ObjectStore Store { get; }

    public IngressController Controller => _controller!;

    /// <summary>The pods that run, the oldest first.</summary>
    public IReadOnlyList<PodProcess> Pods => _pods;

    /// <summary>Reaches every host through the ingress.</summary>
    public HttpClient Client { get; }

    public static async Task<TestIngress> StartAsync()
    {
        var test = new TestIngress();
        foreach (var ns in new[] { "developer", "production" })
            test.Write("v1", "namespaces", "", $$"""{ "metadata": { "name": "{{ns}}" } }""");
        test._controller = await IngressController.StartAsync(
            test.Store, 0, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        return test;
    }

    /// <summary>A Service of one pod that runs, and its Ingress.</summary>
    public async Task<TestIngress> WithWebAsync(string name = "a", string version = "v1", string ns = "developer", string? host = null)
    {
        Service(name, ns);
        Ingress(host ?? $"{name}.test", name, ns);
        await AddPodAsync($"{name}-1", name, version, ns);
        await SeenAsync();
        return this;
    }

    /// <summary>Makes a Service of the port 8011, named http.</summary>
    public void Service(string name, string ns = "developer", string appProtocol = "http") => Write("v1", "services", ns, $$"""
        {
          "metadata": { "name": "{{name}}" },
          "spec": {
            "selector": { "app": "{{name}}" },
            "ports": [ { "name": "http", "port": 8011, "targetPort": "http", "appProtocol": "{{appProtocol}}" } ]
          }
        }
        """);

    /// <summary>Makes an Ingress of everything under a host.</summary>
    public void Ingress(string host, string service, string ns = "developer", string annotations = "{}") =>
        Write("networking.k8s.io/v1", "ingresses", ns, $$"""
        {
          "metadata": { "name": "{{host.ToLowerInvariant()}}", "annotations": {{annotations}} },
          "spec": { "rules": [ { "host": "{{host}}", "http": { "paths": [
            { "path": "/", "pathType": "Prefix", "backend": { "service": { "name": "{{service}}", "port": { "name": "http" } } } }
          ] } } ] }
        }
        """);

    /// <summary>Writes the slice of a pod, as the endpoint slice controller does.</summary>
    public void Slice(
        string pod, string service, int port, string ns = "developer", bool ready = true, bool serving = true, bool terminating = false) =>
        Write("discovery.k8s.io/v1", "endpointslices", ns, $$"""
            {
              "metadata": { "name": "{{pod}}", "labels": { "kubernetes.io/service-name": "{{service}}" } },
              "addressType": "IPv4",
              "endpoints": [ {
                "addresses": [ "127.0.0.1" ],
                "conditions": { "ready": {{Json(ready)}}, "serving": {{Json(serving)}}, "terminating": {{Json(terminating)}} },
                "targetRef": { "kind": "Pod", "namespace": "{{ns}}", "name": "{{pod}}" }
              } ],
              "ports": [ { "name": "http", "protocol": "TCP", "port": {{port}} } ]
            }
            """);

    /// <summary>Takes the slice of a pod away.</summary>
    public void RemoveSlice(string pod, string ns = "developer") =>
        Store.Delete(TestApi.Resource("discovery.k8s.io/v1", "endpointslices"), ns, pod);

    /// <summary>Runs a pod and lets requests come to it.</summary>
    public async Task<PodProcess> AddPodAsync(string name, string service, string version = "v1", string ns = "developer")
    {
        var pod = await PodProcess.StartAsync(name, version);
        _pods.Add(pod);
        Slice(name, service, pod.Port, ns);
        return pod;
    }

    /// <summary>Waits until the controller has seen everything that was written so far.</summary>
    public async Task SeenAsync()
    {
        var mark = $"mark-{++_marks}";
        Service(mark);
        Ingress($"{mark}.test", mark);
        Slice(mark, mark, port: 1);
        await Eventually.TrueAsync(async () =>
            (await ProblemAsync($"http://{mark}.test/")).Detail.Contains("cannot be connected to", StringComparison.Ordinal));
    }

    /// <summary>Makes an object, or changes it to be so.</summary>
    public void Write(string apiVersion, string plural, string ns, string json)
    {
        var resource = TestApi.Resource(apiVersion, plural);
        var value = JsonNode.Parse(json)!.AsObject();
        var name = value["metadata"]!["name"]!.GetValue<string>();
        if (Store.Find(resource, ns, name) is null)
            Store.Create(resource, ns, value.DeepClone().AsObject());
        Store.Update(resource, ns, name, before => Merged(before, value));
        if (value.ContainsKey("status") && resource.HasStatus)
            Store.Update(resource, ns, name, before => Merged(before, value), new WriteOptions(Subresource: "status"));
    }

    public async Task<(int Status, string Detail)> ProblemAsync(string url)
    {
        var response = await Client.GetAsync(url);
        return ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>())?["detail"]?.ToString() ?? "");
    }

    /// <summary>Waits for what was counted: a request is counted just after its client has the answer.</summary>
    public async Task<IReadOnlyList<RouteTraffic>> TrafficAsync(Func<RouteTraffic, long> count, long expected)
    {
        await Eventually.TrueAsync(() => Task.FromResult(Traffic().Sum(count) >= expected));
        Traffic().Sum(count).ShouldBe(expected);
        return Traffic();
    }

    /// <summary>A client that takes every host to a port of this machine.</summary>
    public static HttpClient NewClient(Func<int> port, IPAddress? address = null) =>
        new(NewHandler(port, address)) { Timeout = Eventually.Deadline };

    public static SocketsHttpHandler NewHandler(Func<int> port, IPAddress? address = null) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(address ?? IPAddress.Loopback, port()), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_controller is not null)
            await _controller.DisposeAsync();
        foreach (var pod in _pods)
            await pod.DisposeAsync();
        _storage.Dispose();
        _directory.Dispose();
    }

    private static JsonObject Merged(JsonObject before, JsonObject value)
    {
        foreach (var (field, now) in value.Where(field => field.Key != "metadata"))
            before[field] = now?.DeepClone();
        return before;
    }

    private static string Json(bool value) => value ? "true" : "false";

    private IReadOnlyList<RouteTraffic> Traffic() =>
        [.. Controller.Metrics.Snapshot().Where(span => !span.Service.StartsWith("mark-", StringComparison.Ordinal))];
}
