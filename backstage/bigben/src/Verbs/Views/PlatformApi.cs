using System.Net.Sockets;
using BigBen.Kubernetes;
using BigBen.Platforms;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;
using BigBen.Verbs.Lifecycle;

namespace BigBen.Verbs.Views;

/// <summary>The Kubernetes API of a state folder's platform, whichever it is.</summary>
internal static class PlatformApi
{
    /// <summary>Opens it by the platform's kubeconfig.</summary>
    /// <exception cref="PlatformException">No platform is there, or a local one is not running.</exception>
    public static async Task<KubernetesApi> OpenAsync(StateFolder state, CancellationToken cancellationToken)
    {
        if (File.Exists(state.Kubeconfig))
        {
            var scope = ExistingRecord.Read(state) is { } record ? ExistingSettings.ScopeOf(record) : null;
            var api = KubernetesApi.Open(state.Kubeconfig, scope: scope);
            // The API of a local platform ends with its process, while its kubeconfig stays. A cluster goes on by itself.
            if (PlatformChoice.HeldBy(state) is not PlatformChoice.Local || await IsListenedOnAsync(api.Server, cancellationToken))
                return api;
            api.Dispose();
        }

        throw new PlatformException($"No platform is running with the state folder '{state.Path}'; start it with ./bootstrap/big-ben.sh.");
    }

    /// <summary>The port that its hosts are served on.</summary>
    public static int PortOf(StateFolder state) =>
        PlatformRecord.Read(state)?.Port ?? KindRecord.Read(state)?.Port ?? ExistingRecord.Read(state)?.Port ?? UpVerb.DefaultPort;

    private static async Task<bool> IsListenedOnAsync(Uri server, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(server.Host, server.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
