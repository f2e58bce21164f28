using BigBen.Git;

namespace BigBen.Pipeline;

/// <summary>Refuses refs by whose short names git, Argo CD and people would each mean something else.</summary>
internal static class RefNames
{
    /// <summary>Where tags are.</summary>
    public const string Tags = "refs/tags/";

    private const string Branches = "refs/heads/";

    /// <summary>Whether a ref is the tag of a version: <c>v</c> and a digit.</summary>
    public static bool IsVersion(string name) => name.StartsWith(Tags, StringComparison.Ordinal) && IsVersionName(name[Tags.Length..]);

    /// <summary>Requires that a ref may be made or moved so.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="update">What a push asks for.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">
    /// It is not a branch and no tag, its name means something else already, or it is a tag that would move.
    /// </exception>
    public static async Task RequireAsync(GitCli git, RefUpdate update, CancellationToken cancellationToken)
    {
        var isTag = update.Ref.StartsWith(Tags, StringComparison.Ordinal);
        var name = isTag ? update.Ref[Tags.Length..]
            : update.Ref.StartsWith(Branches, StringComparison.Ordinal) ? update.Ref[Branches.Length..]
            : throw new PlatformException($"{update.Ref} is refused, for it is neither a branch nor a tag.");
        if (update.IsDeletion)
            return;
        var what = isTag ? "tag" : "branch";
        if (name == "HEAD" || GitCli.IsFullId(name))
            throw new PlatformException(
                $"A {what} called '{name}' is refused, for that name means a commit to git and Argo CD: choose another.");
        if (!isTag && IsVersionName(name))
            throw new PlatformException(
                $"A branch called '{name}' is refused, for that name is a version's, which is a tag: choose another.");
        var other = $"{(isTag ? Branches : Tags)}{name}";
        if (await git.TryObjectIdAsync(other, cancellationToken) is not null)
            throw new PlatformException(
                $"A {what} called '{name}' is refused, for there is {other}: git would take the tag by that name, Argo CD the branch; " +
                "choose another.");
        if (isTag && !IsVersionName(name) && await git.TryObjectIdAsync(update.Ref, cancellationToken) is { } old && old != update.New)
            throw new PlatformException(
                $"The tag '{name}' is at {old[..7]} and never moves: choose another name, or delete it first with " +
                $"'git push {ForgeRepository.RemoteName} --delete {update.Ref}'.");
    }

    /// <summary>What a push changes: a ref for those who fetch, and the same in the namespace that pushes see.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="update">What a push asks for.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">Somebody else moved it since the one who pushes saw it.</exception>
    public static async Task<IReadOnlyList<RefChange>> ChangesAsync(GitCli git, RefUpdate update, CancellationToken cancellationToken)
    {
        var seen = update.IsCreation ? null : update.Old;
        var wanted = update.IsDeletion ? null : update.New;
        var pushed = ForgeRepository.InPushNamespace(update.Ref);
        var changes = new List<RefChange>();
        foreach (var name in new[] { update.Ref, pushed })
        {
            var now = await git.TryObjectIdAsync(name, cancellationToken);
            if (name == pushed && now != seen && now != wanted)
                throw Moved(update.Ref);
            if (now != wanted)
                changes.Add(new RefChange(name, update.New, now));
        }

        return changes;
    }

    /// <summary>Refuses a push that does not know what somebody else has pushed to that ref.</summary>
    public static PlatformException Moved(string name) => new($"{name} moved meanwhile: fetch it and push again.");

    private static bool IsVersionName(string name) => name.Length > 1 && name[0] == 'v' && char.IsAsciiDigit(name[1]);
}
