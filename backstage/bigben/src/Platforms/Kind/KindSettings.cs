using BigBen.ArgoCd.Sources;
using BigBen.Console;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Kind.Steps;

namespace BigBen.Platforms.Kind;

/// <summary>Everything that the steps of a kind platform are made from.</summary>
/// <param name="Root">The clone.</param>
/// <param name="State">The state folder.</param>
/// <param name="Record">What was asked for.</param>
/// <param name="Versions">What is taken from outside.</param>
internal sealed record KindSettings(string Root, StateFolder State, KindRecord Record, KindVersions Versions)
    : ClusterSettings(Root, State, Versions.Charts)
{
    /// <summary>The forge, as Argo CD's repo-server sees it.</summary>
    public const string ForgeUrl = "file:///forge.git";

    // One registry port inside the engine's network, whatever port it has on this machine.
    private const int RegistryPort = 5000;

    /// <summary>Reads the settings of a state folder; null where it holds no such platform.</summary>
    /// <exception cref="PlatformException">Its record is damaged.</exception>
    public static KindSettings? Read(string root, StateFolder state) =>
        KindRecord.Read(state) is { } record ? new KindSettings(root, state, record, KindVersions.Read(root)) : null;

    /// <summary>The cluster's name.</summary>
    public string Cluster => Record.Cluster;

    /// <summary>The nodes' containers, as kind names them: by role and number.</summary>
    public IReadOnlyList<string> Nodes => [$"{Cluster}-control-plane", $"{Cluster}-worker", $"{Cluster}-worker2"];

    /// <summary>The local registry's container and volume.</summary>
    public string RegistryContainer => $"{Cluster}-registry";

    /// <summary>The registry that manifests name: the local one by its container's name, which nodes resolve, or the hosted one.</summary>
    public string Registry => Record.Registry ?? $"{RegistryContainer}:{RegistryPort}";

    /// <inheritdoc/>
    public override string Repository => Record.Source ?? ForgeUrl;

    /// <inheritdoc/>
    public override EnvironmentSettings Environments => new(Registry, Record.Domain, Port);

    /// <inheritdoc/>
    public override string ConsoleDomain => Record.Domain;

    /// <inheritdoc/>
    public override int Port => Record.Port;

    /// <inheritdoc/>
    public override string ArgoCd => UrlOf(Argo);

    /// <summary>Grafana's pages; null where the monitoring is not part of the platform.</summary>
    public string? Grafana => Record.Monitoring ? UrlOf("grafana") : null;

    /// <inheritdoc/>
    public override IReadOnlyList<ExternalPage> Pages => Grafana is { } grafana
        ? [new ExternalPage("Argo CD", ArgoCd), new ExternalPage("Grafana", grafana)]
        : [new ExternalPage("Argo CD", ArgoCd)];

    /// <summary>Where a file of the platform's own goes.</summary>
    public string In(string name) => Path.Combine(State.Path, "kind", name);

    /// <summary>A <c>kubectl</c> on this cluster.</summary>
    public Command Kubectl(params string[] arguments) => new("kubectl", ["--kubeconfig", Kubeconfig, .. arguments]);

    /// <inheritdoc/>
    public override Task<string> PushRegistryAsync(CancellationToken cancellationToken) =>
        RegistryStep.AddressAsync(this, cancellationToken);

    private string UrlOf(string host) => $"http://{host}.{Record.Domain}:{Record.Port}";
}
