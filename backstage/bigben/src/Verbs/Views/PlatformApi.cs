using BigBen.Kubernetes;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;
using BigBen.Verbs.Lifecycle;

namespace BigBen.Verbs.Views;

/// <summary>The Kubernetes API of a state folder's platform, whichever it is.</summary>
internal static class PlatformApi
{
    /// <summary>Opens it by the platform's kubeconfig.</summary>
    /// <exception cref="PlatformException">No platform is there.</exception>
    public static KubernetesApi Open(StateFolder state) =>
        File.Exists(state.Kubeconfig)
            ? KubernetesApi.Open(
                state.Kubeconfig, scope: ExistingRecord.Read(state) is { } record ? ExistingSettings.ScopeOf(record) : null)
            : throw new PlatformException(
                $"No platform is running with the state folder '{state.Path}'; start it with ./bootstrap/big-ben.sh.");

    /// <summary>The port that its hosts are served on.</summary>
    public static int PortOf(StateFolder state) =>
        PlatformRecord.Read(state)?.Port ?? KindRecord.Read(state)?.Port ?? ExistingRecord.Read(state)?.Port ?? UpVerb.DefaultPort;
}
