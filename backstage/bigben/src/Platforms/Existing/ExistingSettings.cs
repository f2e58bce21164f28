using BigBen.ArgoCd.Sources;
using BigBen.Kubernetes;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Kind;

namespace BigBen.Platforms.Existing;

/// <summary>Everything that a platform in a cluster that was there before is made from.</summary>
/// <param name="Root">The clone.</param>
/// <param name="State">The state folder.</param>
/// <param name="Record">What was asked for.</param>
/// <param name="Versions">What is taken from outside.</param>
internal sealed record ExistingSettings(string Root, StateFolder State, ExistingRecord Record, KindVersions Versions)
    : ClusterSettings(Root, State, Versions.Charts)
{
    // Argo CD's namespace has Secrets that are nobody's business; a release of ours has none.
    private static readonly IReadOnlyDictionary<string, string?> ReleasesInConfigMaps =
        new Dictionary<string, string?> { ["HELM_DRIVER"] = "configmap" };

    /// <summary>The namespaces that are made where they are not there.</summary>
    public IReadOnlyList<string> MadeNamespaces => Record.InstallsArgoCd ? [.. Record.Environments, Argo] : Record.Environments;

    /// <inheritdoc/>
    public override ClusterScope Scope => ScopeOf(Record);

    /// <inheritdoc/>
    public override string Repository => Record.Source;

    /// <inheritdoc/>
    public override bool IsHosted => true;

    /// <inheritdoc/>
    public override EnvironmentSettings Environments =>
        new(
            Record.Registry, Record.Domain, Record.Port == PlatformHosts.UsualPort ? 0 : Record.Port, Record.IngressClass,
            Record.PullSecret);

    /// <inheritdoc/>
    public override int Port => Record.Port;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string?> HelmVariables => ReleasesInConfigMaps;

    /// <summary>Reads the settings of a state folder; null where it holds no such platform.</summary>
    /// <exception cref="PlatformException">Its record is damaged.</exception>
    public static ExistingSettings? Read(string root, StateFolder state) =>
        ExistingRecord.Read(state) is { } record ? new ExistingSettings(root, state, record, KindVersions.Read(root)) : null;

    /// <summary>What of the cluster is a platform's.</summary>
    public static ClusterScope ScopeOf(ExistingRecord record) => new(record.ArgoCdNamespace, record.Environments);

    /// <summary>Argo CD's namespace: the one that the user names now, else the one that was found before; null to look for it.</summary>
    public string? ArgoCdAt(string? named) => named ?? (Record.ArgoCdNamespace.Length > 0 ? Record.ArgoCdNamespace : null);

    /// <summary>Opens the cluster.</summary>
    /// <exception cref="PlatformException">There is no kubeconfig.</exception>
    public KubernetesApi OpenApi() => KubernetesApi.Open(Kubeconfig, scope: Scope);

    /// <inheritdoc/>
    public override Task<string> PushRegistryAsync(CancellationToken cancellationToken) => Task.FromResult(Record.Registry);
}
