using BigBen.Kubernetes;
using BigBen.Platforms.Doctor;
using BigBen.Platforms.Existing.Rights;
using BigBen.Platforms.Existing.Steps;

namespace BigBen.Platforms.Existing;

/// <summary>What <c>doctor</c> says of a cluster: whether it is reached, where its Argo CD is, and each right that is missing.</summary>
/// <param name="settings">What would be asked for; its state folder takes the kubeconfig.</param>
/// <param name="argoCd">Argo CD's namespace, where the user names it.</param>
internal sealed class ClusterChecks(ExistingSettings settings, string? argoCd)
{
    /// <summary>Looks; changes nothing in the cluster.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        try
        {
            await UserContext.TakeAsync(settings, cancellationToken);
            using var api = settings.OpenApi();
            await LookAsync(api, findings, cancellationToken);
        }
        catch (PlatformException e)
        {
            findings.Add(new Finding("cluster", Severity.Blocker, e.Message));
        }

        return findings;
    }

    private async Task LookAsync(KubernetesApi api, List<Finding> findings, CancellationToken cancellationToken)
    {
        var named = settings.ArgoCdAt(argoCd);
        if (!await HasAsync(NeededRights.ToFindArgoCd(named)))
            return;
        var ns = await new ArgoCdSearch(api).FindAsync(named, settings.Record.InstallsArgoCd, cancellationToken);
        findings.Add(Finding.Good("cluster", $"{settings.Record.Context} at {api.Server}, Argo CD in the namespace {ns}"));
        var found = settings with { Record = settings.Record with { ArgoCdNamespace = ns } };
        var needed = NeededRights.ToRun(found);
        if (await HasAsync(needed))
            findings.Add(Finding.Good("rights", $"all {needed.Count} are there"));
        if (await NamespacesStep.MissingAsync(found, api, cancellationToken) is { Count: > 0 } missing
            && await HasAsync(NeededRights.ToMakeNamespaces()))
            findings.Add(Finding.Good("namespaces", $"{string.Join(", ", missing)} can be made"));

        async Task<bool> HasAsync(IReadOnlyList<Right> rights)
        {
            var lacking = await new RightsReview(api).MissingAsync(rights, cancellationToken);
            findings.AddRange(lacking.Select(right =>
                new Finding("rights", Severity.Blocker, $"you may not {right}: {right.Why}", RightsReview.Remedy)));
            return lacking.Count == 0;
        }
    }
}
