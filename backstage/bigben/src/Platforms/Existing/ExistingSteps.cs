using BigBen.Platforms.Clusters;
using BigBen.Platforms.Existing.Steps;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Existing;

/// <summary>Every step that makes something in a cluster of others, in order.</summary>
internal static class ExistingSteps
{
    /// <summary>The steps up to an Argo CD that follows the repository.</summary>
    public static IReadOnlyList<PlatformStep> Create(ExistingSettings settings)
    {
        var (record, environments) = (settings.Record, settings.Environments);
        return
        [
            NamespacesStep.Create(settings),
            .. record.PullSecret.Length > 0 ? [PullSecretStep.Create(settings)] : Array.Empty<PlatformStep>(),
            .. record.InstallsArgoCd
                ?
                [
                    ChartStep.Create(
                        settings, "install Argo CD", ClusterSettings.Argo,
                        ["backstage/cd/argo/argocd-values.yaml", "backstage/cd/argo/cluster-values.yaml"]),
                ]
                : Array.Empty<PlatformStep>(),
            ChartStep.Own(
                settings, "give Argo CD the root Application", ClusterSettings.RootName, record.ArgoCdNamespace, "backstage/cd/argo/root",
                [
                    $"repository={record.Source}", $"registry={record.Registry}", $"domain={record.Domain}",
                    $"port={environments.Port}", $"ingressClass={record.IngressClass}", $"pullSecret={record.PullSecret}",
                    $"platform={record.Platform}", "revision=HEAD",
                ]),
        ];
    }
}
