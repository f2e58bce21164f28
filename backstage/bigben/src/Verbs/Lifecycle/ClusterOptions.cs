using System.CommandLine;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Lifecycle;

/// <summary>What is said of a cluster that was there before, on the command line of <c>up</c> and <c>doctor</c>.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _context = new("--context")
    {
        Description = "On cluster, the context of your kubeconfig.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "On cluster, the file that the context is in (default: those of $KUBECONFIG, else ~/.kube/config).",
        HelpName = "FILE",
    };

    private readonly Option<string?> _argoCd = new("--argocd-namespace")
    {
        Description = "On cluster, the namespace of its Argo CD (default: found by its objects).",
        HelpName = "NAME",
    };

    private readonly Option<bool> _install = new("--install-argocd")
    {
        Description = "On cluster, install Argo CD, where there is none.",
    };

    private readonly Option<string?> _domain = DomainOption.Create(
        $"What every host ends in (default: {PlatformHosts.Domain}, for a platform on this machine, or the one in use).");

    private readonly Option<string?> _ingressClass = new("--ingress-class")
    {
        Description = "On cluster, the class of its ingress controller (default: the one of the services' values).",
        HelpName = "NAME",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_context, _kubeconfig, _argoCd, _install, _domain, _ingressClass];

    /// <summary>What is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The hosted repository.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="port">The port.</param>
    public ClusterRequest Of(ParseResult parsed, string? source, string? registry, int? port) => new(
        parsed.GetValue(_context), parsed.GetValue(_kubeconfig), source, registry, port, parsed.GetValue(_argoCd),
        parsed.GetValue(_install), parsed.GetValue(_domain), parsed.GetValue(_ingressClass));
}

/// <summary>What is asked for of a cluster that was there before; null is as it was, or as is usual.</summary>
/// <param name="Context">The context.</param>
/// <param name="Kubeconfig">The file that it is in.</param>
/// <param name="Source">The hosted repository.</param>
/// <param name="Registry">The registry.</param>
/// <param name="Port">The port.</param>
/// <param name="ArgoCd">Argo CD's namespace.</param>
/// <param name="Install">Whether Argo CD is to be installed.</param>
/// <param name="Domain">What every host ends in.</param>
/// <param name="IngressClass">The ingress controller's class.</param>
internal sealed record ClusterRequest(
    string? Context, string? Kubeconfig, string? Source, string? Registry, int? Port, string? ArgoCd, bool Install, string? Domain,
    string? IngressClass)
{
    /// <summary>The first option that is for the cluster platform alone and was given; null where none was.</summary>
    public string? OnlyForCluster =>
        Context is not null ? "--context"
        : Kubeconfig is not null ? "--kubeconfig"
        : ArgoCd is not null ? "--argocd-namespace"
        : Install ? "--install-argocd"
        : IngressClass is not null ? "--ingress-class"
        : null;

    /// <summary>The settings of the platform, by what its state folder knows and what was said now.</summary>
    /// <param name="session">The clone and the state folder.</param>
    /// <param name="known">What the state folder knows; null where it knows nothing.</param>
    /// <exception cref="PlatformException">Something is missing, or differs from what was made.</exception>
    public ExistingSettings Settings(Session session, ExistingRecord? known)
    {
        var source = Require(Source ?? known?.Source, "--source URL, a repository that you push to and the cluster's Argo CD can read: it "
            + "cannot reach one on this machine");
        var record = new ExistingRecord(
            known?.Platform ?? ExistingRecord.NewName(),
            Require(Context ?? known?.Context, "--context NAME, a context of your kubeconfig"),
            source,
            Registry ?? known?.Registry ?? HostedRegistry.Of(source),
            Domain ?? known?.Domain ?? PlatformHosts.Domain,
            Port ?? known?.Port ?? PlatformHosts.UsualPort,
            IngressClass ?? known?.IngressClass ?? "",
            Install || known is { InstallsArgoCd: true },
            known?.ArgoCdNamespace ?? "",
            known?.PullSecret ?? "")
        {
            Environments = [.. SharedOptions.Environments().Union(known?.Environments ?? [])],
            Kubeconfig = Kubeconfig is null ? known?.Kubeconfig ?? "" : Path.GetFullPath(Kubeconfig),
        };
        if (known is { ArgoCdNamespace.Length: > 0 } && (known.Context, known.Source) != (record.Context, record.Source))
            throw new PlatformException(
                $"This platform is in the context {known.Context} and follows {known.Source}: "
                + "run ./bootstrap/destroy.sh first, or choose another folder by --state.");
        return new ExistingSettings(session.Root, session.State, record, KindVersions.Read(session.Root));
    }

    private static string Require(string? value, string what) =>
        value ?? throw new PlatformException($"The cluster platform needs {what}.");
}
