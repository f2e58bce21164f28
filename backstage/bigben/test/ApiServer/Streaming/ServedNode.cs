using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;
using BigBen.Kubelet;
using BigBen.Kubelet.Processes;
using BigBen.Manifests;
using BigBen.Tests.Kubelet;
using k8s;

namespace BigBen.Tests.ApiServer.Streaming;

/// <summary>An API server and a kubelet with nothing else, and clients that connect to its pods.</summary>
internal sealed class ServedNode : IAsyncDisposable
{
    public const string Namespace = "developer";

    private readonly TestDirectory _directory = new();
    private ApiServerHost _host = null!;
    private NodeAgent _agent = null!;
    private BigBen.ApiServer.Access.Kubeconfig _admin = null!;

    private ServedNode()
    {
    }

    public IObjectStore Store => _host.Store;

    public string Kubeconfig => _host.Kubeconfig;

    public k8s.Kubernetes Client { get; private set; } = null!;

    public string this[string name] => _directory[name];

    /// <summary>Starts a node that runs a pod, and waits until it is ready.</summary>
    public static async Task<ServedNode> StartAsync(string pod)
    {
        var node = new ServedNode();
        var logs = new PodLogs(node["logs"], TimeProvider.System);
        var containers = new ContainerRuntime();
        var usage = new NodeUsage(TimeProvider.System);
        node._host = await ApiServerHost.StartAsync(
            new ApiServerOptions
            {
                Directory = node["api"],
                Kubeconfig = node["kubeconfig"],
                Logs = logs,
                Containers = containers,
                Metrics = usage,
            },
            CancellationToken.None);
        node._admin = BigBen.ApiServer.Access.Kubeconfig.Read(node.Kubeconfig)!;
        node.Client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(node.Kubeconfig));
        var ns = JsonNode.Parse($$"""{ "metadata": { "name": "{{Namespace}}" } }""")!.AsObject();
        node.Store.Create(TestApi.Resource("v1", "namespaces"), "", ns);
        var options = new KubeletOptions
        {
            Directory = node["kubelet"],
            Images = new TestImages(),
            Environment = (_, _) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()),
        };
        node._agent = await NodeAgent.StartAsync(node.Store, options, logs, containers, usage, CancellationToken.None);
        node.Apply(pod);
        await UntilAsync(() => node.Store.List(Kinds.Pods).Items.All(item => item.HasCondition("Ready")));
        return node;
    }

    public void Apply(string pod)
    {
        foreach (var manifest in Manifest.ParseAll(pod, "test.yaml", Namespace))
            Store.Create(Kinds.Pods, Namespace, (JsonObject)manifest.Body.DeepClone());
    }

    public JsonElement? Find(string pod) => Store.Find(Kinds.Pods, Namespace, pod);

    public void Delete(string pod, long grace) =>
        Store.Delete(Kinds.Pods, Namespace, pod, new DeleteOptions(GracePeriodSeconds: grace));

    public string TemporaryOf(string pod) => this[$"kubelet/pods/{Find(pod)!.Value.Text("uid")}/containers/main/tmp"];

    /// <summary>What runs of commands in pods, the pods' own programs not counted.</summary>
    public IReadOnlyList<ProcessIdentity> Commands =>
    [
        .. ProcessIdentity.WithVariable(Leftovers.ClusterVariable, Leftovers.IdOf(this["kubelet"])).Where(IsCommand),
    ];

    /// <summary>Waits for a condition; fails after a minute.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(10, late.Token);
    }

    /// <summary>Connects to a part of a pod.</summary>
    public async Task<ChannelClient> ConnectAsync(string part, params string[] protocols)
    {
        var socket = new ClientWebSocket();
        var authority = X509Certificate2.CreateFromPem(_admin.Authority);
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(new X509Certificate2(certificate!));
        };
        socket.Options.SetRequestHeader("Authorization", new AuthenticationHeaderValue("Bearer", _admin.Token).ToString());
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var protocol in protocols)
            socket.Options.AddSubProtocol(protocol);
        try
        {
            var url = new Uri($"wss://127.0.0.1:{_admin.Port}/api/v1/namespaces/{Namespace}/pods/{part}");
            await socket.ConnectAsync(url, CancellationToken.None);
            return new ChannelClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _agent.DisposeAsync();
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    private static bool IsCommand(ProcessIdentity process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Pid}/environ").Contains(Leftovers.CommandVariable, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return false;
        }
    }
}
