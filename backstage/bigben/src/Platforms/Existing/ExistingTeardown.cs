using BigBen.Kubernetes;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Existing.Steps;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Existing;

/// <summary>
/// Takes out of a cluster what a platform made there, and nothing else: what has its label. In the order in which Argo CD can delete:
/// Applications while their projects are there, namespaces last.
/// </summary>
/// <param name="settings">What was made.</param>
/// <param name="run">Tells the steps.</param>
internal sealed class ExistingTeardown(ExistingSettings settings, Run run)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly StepRunner _runner = new(run, "See what keeps it with kubectl, then run ./bootstrap/destroy.sh again.");

    /// <summary>Takes it out. Safe to repeat after an interruption.</summary>
    /// <exception cref="PlatformException">Something is left, or the cluster does not answer.</exception>
    public async Task DownAsync(CancellationToken cancellationToken)
    {
        await run.StepAsync("open the cluster", _ => UserContext.TakeAsync(settings, cancellationToken));
        using var api = settings.OpenApi();
        var record = settings.Record;
        if (await RootOwner.FindAsync(api, record.ArgoCdNamespace, record.Platform, cancellationToken) is null)
        {
            await _runner.RunAsync(Root(api), cancellationToken);
            await _runner.RunAsync(Release(api), cancellationToken);
        }

        await run.StepAsync("take away the pull secrets", step => RemoveSecretsAsync(api, step, cancellationToken));
        if (record.InstallsArgoCd)
            await _runner.RunAsync(ArgoCd(api), cancellationToken);
        await _runner.RunAsync(Namespaces(api), cancellationToken);
    }

    private PlatformStep Root(KubernetesApi api) => new("take away the root Application and what it made")
    {
        Check = async token => await LeftAsync(api, ResourceKind.Applications, token) is null
            ? StepCheck.Done("none is there")
            : StepCheck.Missing(),
        Apply = (_, token) => api.DeleteAsync(
            ResourceKind.Applications, settings.Record.ArgoCdNamespace, ClusterSettings.RootName, Grace, token),
        Verify = new StepProof(token => LeftAsync(api, ResourceKind.Applications, token), settings.Patience.Ready),
    };

    private PlatformStep Release(KubernetesApi api) => new("take away the root Application's release")
    {
        Check = async token => await IsReleasedAsync(ClusterSettings.RootName, settings.Record.ArgoCdNamespace, token)
            ? StepCheck.Missing()
            : StepCheck.Done("none is there"),
        Commands = [ChartStep.Helm(settings, "uninstall", ClusterSettings.RootName, settings.Record.ArgoCdNamespace)],
        Verify = new StepProof(token => LeftAsync(api, ResourceKind.AppProjects, token), settings.Patience.Ready),
    };

    private PlatformStep ArgoCd(KubernetesApi api) => new("uninstall Argo CD")
    {
        Check = async token =>
        {
            if (!await IsReleasedAsync(ClusterSettings.Argo, ClusterSettings.Argo, token))
                return StepCheck.Done("it is not there");
            var (others, _) = await api.ListAsync(ResourceKind.Applications, cancellationToken: token);
            return others.Count == 0
                ? StepCheck.Missing()
                : throw new PlatformException(
                    "The Argo CD that this platform installed has Applications of others "
                    + $"({others[0].NamespaceOf()}/{others[0].NameOf()}), "
                    + "which would go with it: delete them or move them to another one, then run ./bootstrap/destroy.sh again.");
        },
        Commands = [ChartStep.Helm(settings, "uninstall", ClusterSettings.Argo, ClusterSettings.Argo, "--wait")],
    };

    private PlatformStep Namespaces(KubernetesApi api) => new("take away the namespaces")
    {
        Check = async token => await OwnNamespacesAsync(api, token) is { Count: > 0 } own
            ? StepCheck.Missing(string.Join(", ", own))
            : StepCheck.Done("none is this platform's"),
        Apply = async (_, token) =>
        {
            foreach (var name in await OwnNamespacesAsync(api, token))
                await api.DeleteAsync(ResourceKind.Namespaces, "", name, Grace, token);
        },
        Verify = new StepProof(
            async token => await OwnNamespacesAsync(api, token) is [var first, ..] ? $"the namespace {first} is still there" : null,
            settings.Patience.Ready),
    };

    private async Task RemoveSecretsAsync(KubernetesApi api, Step step, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var ns in settings.Record.Environments.Where(_ => settings.Record.PullSecret.Length > 0))
        {
            var secret = await api.FindAsync(ResourceKind.Secrets, ns, PullSecretStep.Name, cancellationToken);
            if (secret is not { } body || !Ownership.IsOf(body, settings.Record.Platform))
                continue;
            await api.DeleteAsync(ResourceKind.Secrets, ns, PullSecretStep.Name, Grace, cancellationToken);
            removed++;
        }

        if (removed == 0)
            step.Skip("none is this platform's");
    }

    private async Task<string?> LeftAsync(KubernetesApi api, ResourceKind kind, CancellationToken cancellationToken)
    {
        var (left, _) = await api.ListAsync(kind, settings.Record.ArgoCdNamespace, ClusterScope.PartOf, cancellationToken);
        return left is [var first, ..] ? $"the {kind.Kind} {first.NameOf()} is still there" : null;
    }

    private async Task<IReadOnlyList<string>> OwnNamespacesAsync(KubernetesApi api, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(settings.MadeNamespaces.Select(
            name => api.FindAsync(ResourceKind.Namespaces, "", name, cancellationToken)));
        return
        [
            .. found.OfType<JsonElement>().Where(body => Ownership.IsOf(body, settings.Record.Platform)).Select(body => body.NameOf()),
        ];
    }

    private async Task<bool> IsReleasedAsync(string release, string ns, CancellationToken cancellationToken)
    {
        var status = await StepCommand.RunAsync(
            ChartStep.Helm(settings, "status", release, ns), settings.Patience.Look, cancellationToken);
        return status.Succeeded
            || (status.Error.Contains("not found", StringComparison.Ordinal)
                ? false
                : throw new PlatformException(CommandFailure.Explain(ChartStep.Helm(settings, "status", release, ns), status)));
    }
}
