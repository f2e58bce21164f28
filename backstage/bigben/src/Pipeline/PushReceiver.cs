using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline;

/// <summary>What a push means: a new main is a delivery, a new version tag is a release, another tag is only a tag.</summary>
/// <param name="forge">The forge.</param>
/// <param name="deliverer">Delivers main.</param>
/// <param name="releaser">Releases versions.</param>
internal sealed class PushReceiver(ForgeRepository forge, Deliverer deliverer, Releaser releaser)
{
    private const string Tags = "refs/tags/";

    /// <summary>Whether a ref means work for the pipeline, and so a run; other refs just move.</summary>
    public static bool IsDelivery(RefUpdate update) =>
        !update.IsDeletion && (update.Ref == ForgeRepository.MainRef || IsVersion(update.Ref));

    /// <summary>Does what one ref of a push asks for.</summary>
    /// <returns>A closing sentence for the person who pushed.</returns>
    /// <exception cref="PlatformException">It is refused or it failed; the push shows the sentence and ends with an error.</exception>
    public async Task<string> ReceiveAsync(Run run, RefUpdate update, CancellationToken cancellationToken)
    {
        if (update.Ref == ForgeRepository.MainRef)
        {
            if (update.IsDeletion)
                throw new PlatformException("main cannot be deleted: it holds what runs.");
            var delivery = await deliverer.DeliverAsync(run, update.New, cancellationToken);
            return delivery.Services.Count == 0
                ? $"main is at {delivery.Commit[..7]}; developer stays as it is."
                : $"{string.Join(" and ", delivery.Services)} live in developer; "
                    + $"'git pull big-ben main' brings the record {delivery.Commit[..7]}.";
        }

        if (IsVersion(update.Ref))
        {
            var version = update.Ref[Tags.Length..];
            if (!update.IsCreation)
                throw new PlatformException($"{version} was released and stays as it is: choose a newer version.");
            var release = await releaser.ReleaseAsync(run, version, null, cancellationToken, update.New);
            return $"{release.Version} live in production; 'git pull big-ben main' brings the record {release.Commit?[..7]}.";
        }

        await MoveAsync(update, cancellationToken);
        return $"{update.Ref} is {(update.IsDeletion ? "gone" : update.New[..7])}.";
    }

    private static bool IsVersion(string name) =>
        name.StartsWith($"{Tags}v", StringComparison.Ordinal) && name.Length > Tags.Length + 1 && char.IsAsciiDigit(name[Tags.Length + 1]);

    // What people push is in the namespace that their git sees, and for those who fetch.
    private async Task MoveAsync(RefUpdate update, CancellationToken cancellationToken)
    {
        var changes = new List<RefChange>();
        foreach (var name in new[] { update.Ref, ForgeRepository.InPushNamespace(update.Ref) })
        {
            var old = await forge.Git.TryObjectIdAsync(name, cancellationToken);
            if (old != update.New && (old is not null || !update.IsDeletion))
                changes.Add(new RefChange(name, update.New, old));
        }

        if (!await forge.Git.TryUpdateRefsAsync(changes, cancellationToken))
            throw new PlatformException($"{update.Ref} moved meanwhile: fetch it and push again.");
    }
}
