using BigBen.Platforms.Existing.Rights;
using BigBen.Platforms.Existing.Steps;

namespace BigBen.Platforms.Existing;

/// <summary>Looks whether a cluster can take a platform in, before anything is made there.</summary>
/// <param name="settings">What was asked for; its kubeconfig is there.</param>
/// <param name="argoCd">Argo CD's namespace, where the user names it.</param>
internal sealed class ClusterReview(ExistingSettings settings, string? argoCd)
{
    /// <summary>Finds what is there, and refuses what cannot be.</summary>
    /// <returns>The settings with Argo CD's namespace, and whether the root Application is another platform's.</returns>
    /// <exception cref="PlatformException">A right is missing, or something there is in the way.</exception>
    public async Task<(ExistingSettings Settings, bool IsJoined)> RunAsync(CancellationToken cancellationToken)
    {
        using var api = settings.OpenApi();
        var named = settings.ArgoCdAt(argoCd);
        var rights = new RightsReview(api);
        await rights.RequireAsync(NeededRights.ToFindArgoCd(named), cancellationToken);
        var record = settings.Record with
        {
            ArgoCdNamespace = await new ArgoCdSearch(api).FindAsync(named, settings.Record.InstallsArgoCd, cancellationToken),
        };
        var found = settings with { Record = record };
        await rights.RequireAsync(NeededRights.ToRun(found), cancellationToken);
        if (await NamespacesStep.MissingAsync(found, api, cancellationToken) is { Count: > 0 })
            await rights.RequireAsync(NeededRights.ToMakeNamespaces(), cancellationToken);
        var owner = await RootOwner.FindAsync(api, record.ArgoCdNamespace, record.Platform, cancellationToken);
        return (owner is null ? found : found with { Record = owner.Join(record) }, owner is not null);
    }
}
