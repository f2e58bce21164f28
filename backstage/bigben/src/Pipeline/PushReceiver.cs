using BigBen.Git;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline;

/// <summary>
/// What a push means: a new main or hotfix is a delivery, a new version tag is a release, another branch or tag is only that.
/// </summary>
/// <param name="main">main in the forge.</param>
/// <param name="deliverer">Delivers main.</param>
/// <param name="releaser">Releases versions.</param>
internal sealed class PushReceiver(ForgeBranch main, Deliverer deliverer, Releaser releaser)
{
    /// <summary>Does what one ref of a push asks for.</summary>
    /// <returns>A closing sentence for the person who pushed.</returns>
    /// <exception cref="PlatformException">It is refused or it failed; the push shows the sentence and ends with an error.</exception>
    public async Task<string> ReceiveAsync(Run run, RefUpdate update, CancellationToken cancellationToken)
    {
        await RefNames.RequireAsync(main.Git, update, cancellationToken);
        if (update.Ref == ForgeRepository.MainRef)
        {
            if (update.IsDeletion)
                throw new PlatformException("main cannot be deleted: it holds what runs.");
            var delivery = await deliverer.DeliverAsync(run, update.New, cancellationToken);
            var told = new List<string>();
            if (delivery.Services.Count > 0)
                told.Add($"{string.Join(" and ", delivery.Services)} live in {delivery.Environment}");
            if (delivery.Removed.Count > 0)
                told.Add(await RemovedServices.TellAsync(
                    main.Git, delivery.Commit, delivery.Environment, delivery.Removed, cancellationToken));
            return told.Count == 0
                ? $"main is at {delivery.Commit[..7]}; {delivery.Environment} stays as it is."
                : $"{string.Join("; ", told)}; 'git pull big-ben main' brings the record {delivery.Commit[..7]}.";
        }

        if (Hotfix.IsBranch(update.Ref) && !update.IsDeletion)
        {
            var delivery = await deliverer.DeliverHotfixAsync(run, update, cancellationToken);
            var version = update.Ref[(update.Ref.LastIndexOf('/') + 1)..];
            return delivery.Services.Count == 0
                ? $"{delivery.Environment} runs {update.New[..7]} already; push the tag {version} to release it."
                : $"{string.Join(" and ", delivery.Services)} live in {delivery.Environment} as of {update.New[..7]}; " +
                    $"push the tag {version} to release it.";
        }

        if (RefNames.IsVersion(update.Ref))
        {
            var version = update.Ref[RefNames.Tags.Length..];
            if (!update.IsCreation)
                throw new PlatformException($"{version} was released and stays as it is: choose a newer version.");
            // A tag that appears is a version's first step.
            var environments = await EnvironmentList.ReadAsync(main.Git, ForgeRepository.MainRef, cancellationToken);
            var options = new ReleaseOptions
            {
                PushedTag = update.New,
                To = environments.Released.First().Name,
                // Nothing else is known of who pushes.
                Asking = new Asking(await Person.OfObjectAsync(main.Git, update.New, cancellationToken)),
            };
            var release = await releaser.ReleaseAsync(run, version, null, cancellationToken, options);
            return release.Commit is null
                ? $"{release.Version} is a pre-release: the images have the version, {release.Environment} stays as it is."
                : $"{release.Version} live in {release.Environment}; 'git pull big-ben main' brings the record {release.Commit[..7]}.";
        }

        await MoveAsync(update, cancellationToken);
        return $"{update.Ref} is {(update.IsDeletion ? "gone" : update.New[..7])}.";
    }

    // What people push is in the namespace that their git sees, and for those who fetch.
    private async Task MoveAsync(RefUpdate update, CancellationToken cancellationToken)
    {
        if (main.IsHosted)
            throw new PlatformException($"{update.Ref} is nothing that is delivered: push it to the hosted repository itself.");
        var changes = await RefNames.ChangesAsync(main.Git, update, cancellationToken);
        if (!await main.Git.TryUpdateRefsAsync(changes, cancellationToken))
            throw RefNames.Moved(update.Ref);
    }
}
