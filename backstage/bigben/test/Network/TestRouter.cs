using System.Net;
using BigBen.Network;
using BigBen.Tests.Manifests;
using BigBen.Tests.Runtime;

namespace BigBen.Tests.Network;

/// <summary>A router before a test cluster, and a client that reaches every host through it.</summary>
internal sealed class TestRouter : IAsyncDisposable
{
    private TestRouter(TestCluster pods, Router router)
    {
        Pods = pods;
        Router = router;
        Client = NewClient();
    }

    public TestCluster Pods { get; }

    public Router Router { get; }

    public HttpClient Client { get; }

    public static async Task<TestRouter> StartAsync()
    {
        Router? router = null;
        var pods = await TestCluster.StartAsync(options => options with { Environment = (scope, end) => router!.EnvironmentAsync(scope, end) });
        router = new Router(pods.Cluster, TimeProvider.System);
        await router.StartAsync(0);
        return new TestRouter(pods, router);
    }

    public async Task<TestRouter> WithWebAsync(string name = "a", string tag = "v1", int replicas = 1, string env = "", string pod = "")
    {
        Pods.Apply(Yaml.Web(name, tag, replicas, env: env, pod: pod));
        await Pods.CompleteAsync(name);
        return this;
    }

    public HttpClient NewClient(IPAddress? address = null) => NewClient(() => Router.Port, address);

    /// <summary>A client that takes every host to a port of this machine.</summary>
    public static HttpClient NewClient(Func<int> port, IPAddress? address = null) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(address ?? IPAddress.Loopback, port()), cancellationToken);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
    })
    { Timeout = TestCluster.Deadline };

    /// <summary>Waits for what was counted: a request is counted just after its client has the answer.</summary>
    public async Task<IReadOnlyList<RouteTraffic>> TrafficAsync(Func<RouteTraffic, long> count, long expected)
    {
        var start = TimeProvider.System.GetTimestamp();
        var traffic = Router.Metrics.Snapshot();
        for (; traffic.Sum(count) < expected && TimeProvider.System.GetElapsedTime(start) < TestCluster.Deadline; traffic = Router.Metrics.Snapshot())
            await Task.Delay(10);
        traffic.Sum(count).ShouldBe(expected);
        return traffic;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Pods.DisposeAsync();
        await Router.DisposeAsync();
    }
}
