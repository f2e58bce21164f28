using BigBen.Platforms.Clusters;
using BigBen.Platforms.Kind.Steps;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind;

/// <summary>Every step that makes a kind platform's cluster, in order. Undone in the other order.</summary>
internal static class KindSteps
{
    /// <summary>The steps that only look, before anything is made.</summary>
    public static IReadOnlyList<PlatformStep> Looks(KindSettings settings) => settings.Record.Source is { } source
        // What was asked for is remembered by the last.
        ? [HostedStep.Create(settings, source), MachineStep.Create(settings)]
        : [MachineStep.Create(settings)];

    /// <summary>The steps from the machine's check to an Argo CD that follows the repository.</summary>
    public static IReadOnlyList<PlatformStep> Cluster(KindSettings settings)
    {
        var hosted = settings.Record.Source is not null;
        string[] argoValues = hosted
            ? ["backstage/cd/argo/argocd-values.yaml"]
            : ["backstage/cd/argo/argocd-values.yaml", "backstage/cd/argo/forge-values.yaml"];
        return
        [
            .. hosted ? Array.Empty<PlatformStep>() : [RegistryStep.Create(settings)],
            ClusterStep.Create(settings),
            .. hosted ? Array.Empty<PlatformStep>() : [RegistryAccessStep.Create(settings)],
            ChartStep.Create(settings, "install the ingress controller", "traefik", ["backstage/infra/kubernetes/traefik-values.yaml"]),
            ChartStep.Create(
                settings, "install metrics-server", "metrics-server", ["backstage/infra/kubernetes/metrics-server-values.yaml"]),
            .. settings.Record.Monitoring ? Monitoring(settings) : [],
            ChartStep.Create(settings, "install Argo CD", ClusterSettings.Argo, argoValues,
            [
                $"configs.cm.url={settings.ArgoCd}", $"global.domain=argocd.{settings.Record.Domain}",
            ]),
            ChartStep.Own(settings, "give Argo CD the root Application", ClusterSettings.RootName, ClusterSettings.Argo,
                "backstage/cd/argo/root",
            [
                $"repository={settings.Repository}", $"registry={settings.Registry}", $"domain={settings.Record.Domain}",
                $"port={settings.Record.Port}", $"monitoring={(settings.Record.Monitoring ? "true" : "false")}",
                // The hosted repository's default branch, whatever it is called.
                .. hosted ? ["revision=HEAD"] : Array.Empty<string>(),
            ]),
        ];
    }

    private static PlatformStep[] Monitoring(KindSettings settings) =>
    [
        ChartStep.Create(settings, "install the monitoring", "monitoring", ["backstage/infra/kubernetes/monitoring-values.yaml"],
            [$"grafana.ingress.hosts[0]=grafana.{settings.Record.Domain}"]),
        DashboardStep.Create(settings),
    ];
}
