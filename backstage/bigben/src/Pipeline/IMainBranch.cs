using BigBen.Git;
using BigBen.Pipeline.Remote;

namespace BigBen.Pipeline;

/// <summary>The branch main, wherever it is: it is read, and it moves forward only while it stands where it is believed to.</summary>
public interface IMainBranch
{
    /// <summary>git over a repository that has the branch's objects.</summary>
    GitCli Git { get; }

    /// <summary>The git remote that people push it to, such as <c>origin</c>.</summary>
    string Remote { get; }

    /// <summary>The commit at the tip, as of now.</summary>
    Task<string> HeadAsync(CancellationToken cancellationToken);

    /// <summary>The commit that a tag leads to; null where there is no such tag.</summary>
    /// <exception cref="PlatformException">The tag stands for one commit here and for another there.</exception>
    Task<string?> TagAsync(string name, CancellationToken cancellationToken);

    /// <summary>The commit at the tip of another branch, given by its full name; null where there is no such branch.</summary>
    Task<string?> BranchAsync(string name, CancellationToken cancellationToken);

    /// <summary>The commit as main is to have it: the same one, or the like that the branch's server made and signed.</summary>
    /// <exception cref="PlatformException">The server makes none.</exception>
    Task<string> SealAsync(string commit, CancellationToken cancellationToken) => Task.FromResult(commit);

    /// <summary>Moves the branch from one commit to a descendant, and makes a tag in the same instant if one is given.</summary>
    /// <returns>False where somebody else moved the branch first.</returns>
    /// <exception cref="PlatformException">The branch cannot be written, for another reason.</exception>
    Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken);
}

/// <summary>
/// main in the forge: moved directly; or, where it is that of a hosted repository, moved there first, so that two forges never differ for
/// longer than until the next look.
/// </summary>
/// <param name="forge">The forge.</param>
/// <param name="hosted">The hosted repository's main, over the forge's objects; null where the forge is the repository itself.</param>
public sealed class ForgeBranch(ForgeRepository forge, RemoteBranch? hosted = null) : IMainBranch
{
    /// <inheritdoc/>
    public GitCli Git => forge.Git;

    /// <inheritdoc/>
    public string Remote => ForgeRepository.RemoteName;

    /// <summary>main of a forge, over the hosted repository where it is a copy of one.</summary>
    /// <param name="path">The forge's folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ForgeBranch> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var forge = ForgeRepository.At(path);
        return new ForgeBranch(forge, await forge.IsCopyAsync(cancellationToken)
            ? await RemoteBranch.OpenAsync(forge.Path, ForgeRepository.SourceName, cancellationToken)
            : null);
    }

    /// <summary>Whether people's other branches and tags have a place elsewhere.</summary>
    public bool IsHosted => hosted is not null;

    /// <inheritdoc/>
    public async Task<string> HeadAsync(CancellationToken cancellationToken)
    {
        if (hosted is null)
            return await forge.HeadAsync(cancellationToken);
        return await FollowAsync(hosted, cancellationToken);
    }

    /// <summary>
    /// Has the forge's copy follow what was written to the hosted repository. A run that moves main meanwhile is not overtaken.
    /// </summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException">The hosted repository cannot be read.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (hosted is not null)
            await FollowAsync(hosted, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string?> TagAsync(string name, CancellationToken cancellationToken) =>
        hosted?.TagAsync(name, cancellationToken) ?? Git.TryResolveAsync($"refs/tags/{name}", cancellationToken);

    /// <inheritdoc/>
    public Task<string?> BranchAsync(string name, CancellationToken cancellationToken) =>
        hosted?.BranchAsync(name, cancellationToken) ?? Git.TryResolveAsync(name, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken)
    {
        var main = new RefChange(ForgeRepository.MainRef, commit, expected);
        return TryMoveAsync(
            expected,
            tag is null ? [main] : [main, tag, tag with { Name = ForgeRepository.InPushNamespace(tag.Name) }],
            cancellationToken);
    }

    /// <summary>
    /// Moves refs of the forge, all or none; what is not of its namespace for pushes moves in the hosted repository first.
    /// </summary>
    /// <param name="expected">The commit at the tip of main before.</param>
    /// <param name="changes">The refs.</param>
    /// <param name="cancellationToken">Stops the work; the refs then either moved or did not.</param>
    /// <returns>False where one of them stands elsewhere than believed.</returns>
    public async Task<bool> TryMoveAsync(string expected, IReadOnlyList<RefChange> changes, CancellationToken cancellationToken)
    {
        if (hosted is null)
            return await Git.TryUpdateRefsAsync(changes, cancellationToken);
        var shared = changes.Where(change => !change.Name.StartsWith(ForgeRepository.Namespaces, StringComparison.Ordinal)).ToList();
        if (shared.Count > 0 && !await hosted.TryMoveAsync(expected, shared, cancellationToken))
            return false;
        // Somebody's look at the hosted repository may have brought them here already. There they have moved, so nothing stops this.
        foreach (var change in shared)
            await Git.OutputAsync(CancellationToken.None, "update-ref", change.Name, change.New);
        return await Git.TryUpdateRefsAsync([.. changes.Except(shared)], CancellationToken.None);
    }

    // Whoever moves the copy meanwhile knows more than this look.
    private async Task<string> FollowAsync(RemoteBranch source, CancellationToken cancellationToken)
    {
        var old = await forge.HeadAsync(cancellationToken);
        var head = await source.HeadAsync(cancellationToken);
        await source.FetchVersionsAsync(cancellationToken);
        if (head != old)
            await Git.TryAdvanceAsync(ForgeRepository.MainRef, head, old, cancellationToken);
        return head;
    }
}
