using System.Net;
using System.Net.Sockets;
using BigBen.Kubernetes;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Kubernetes;

/// <summary>An API that takes every connection and never answers.</summary>
internal sealed class SilentApi : IDisposable
{
    private readonly TestDirectory _folder = new();

    // Who connects waits to be accepted, and does not know that nobody does.
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SilentApi()
    {
        _listener.Start();
        Api = Open(_folder, ((IPEndPoint)_listener.LocalEndpoint).Port);
    }

    public KubernetesApi Api { get; }

    /// <summary>A client of an API that a test answers for, without TLS.</summary>
    public static KubernetesApi Open(TestDirectory folder, int port)
    {
        File.WriteAllText(folder["kubeconfig"], $$"""
            apiVersion: v1
            kind: Config
            clusters: [{ name: c, cluster: { server: "http://127.0.0.1:{{port}}" } }]
            users: [{ name: u, user: { token: t } }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            current-context: x
            """);
        return KubernetesApi.Open(folder["kubeconfig"]);
    }

    public void Dispose()
    {
        Api.Dispose();
        _listener.Dispose();
        _folder.Dispose();
    }
}
