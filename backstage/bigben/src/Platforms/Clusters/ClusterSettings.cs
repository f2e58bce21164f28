using BigBen.ArgoCd.Sources;
using BigBen.Console;
using BigBen.Kubernetes;

namespace BigBen.Platforms.Clusters;

/// <summary>What a platform in a cluster is made from, whoever made the cluster.</summary>
/// <param name="Root">The clone.</param>
/// <param name="State">The state folder.</param>
/// <param name="Charts">The charts of others, pinned, by the name of the release that they become.</param>
internal abstract record ClusterSettings(string Root, StateFolder State, IReadOnlyDictionary<string, ChartVersion> Charts)
{
    /// <summary>The release that holds the root Application, and the Application's name.</summary>
    public const string RootName = "big-ben";

    /// <summary>Argo CD's release, and its namespace where we install it.</summary>
    public const string Argo = "argocd";

    /// <summary>How long each thing may take.</summary>
    public ClusterPatience Patience { get; init; } = ClusterPatience.FromEnvironment();

    /// <summary>How to reach the cluster; a file of its own, so that nobody's kubectl context changes.</summary>
    public string Kubeconfig => State.Kubeconfig;

    /// <summary>What of the cluster is the platform's.</summary>
    public virtual ClusterScope Scope => ClusterScope.Whole;

    /// <summary>The repository that Argo CD reads.</summary>
    public abstract string Repository { get; }

    /// <summary>Whether main is that of <see cref="Repository"/>, and the forge of this machine its copy.</summary>
    public virtual bool IsHosted => false;

    /// <summary>What the environments are told of the cluster.</summary>
    public abstract EnvironmentSettings Environments { get; }

    /// <summary>The port that every host is served on.</summary>
    public abstract int Port { get; }

    /// <summary>What the console's host ends in: it is on this machine, wherever the cluster is.</summary>
    public virtual string ConsoleDomain => PlatformHosts.Domain;

    /// <summary>Argo CD's pages; null where we do not know them.</summary>
    public virtual string? ArgoCd => null;

    /// <summary>The pages of the cluster's own programs.</summary>
    public virtual IReadOnlyList<ExternalPage> Pages => [];

    /// <summary>Variables of every Helm in this cluster.</summary>
    public virtual IReadOnlyDictionary<string, string?> HelmVariables => new Dictionary<string, string?>();

    /// <summary>The registry by the name that this machine pushes to.</summary>
    /// <exception cref="PlatformException">It is not there.</exception>
    public abstract Task<string> PushRegistryAsync(CancellationToken cancellationToken);

    /// <summary>A file of the clone.</summary>
    public string InClone(string path) => Path.Combine(Root, path);

    /// <summary>A <c>docker</c>.</summary>
    public static Command Docker(params string[] arguments) => new("docker", arguments);
}
