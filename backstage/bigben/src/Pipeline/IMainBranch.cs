using BigBen.Foundation;
using BigBen.Git;

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

    /// <summary>Moves the branch from one commit to a descendant, and makes a tag in the same instant if one is given.</summary>
    /// <returns>False where somebody else moved the branch first.</returns>
    /// <exception cref="PlatformException">The branch cannot be written, for another reason.</exception>
    Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken);
}

/// <summary>main in the forge: moved directly.</summary>
/// <param name="forge">The forge.</param>
public sealed class ForgeBranch(ForgeRepository forge) : IMainBranch
{
    /// <inheritdoc/>
    public GitCli Git => forge.Git;

    /// <inheritdoc/>
    public string Remote => ForgeRepository.RemoteName;

    /// <inheritdoc/>
    public Task<string> HeadAsync(CancellationToken cancellationToken) => forge.HeadAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<string?> TagAsync(string name, CancellationToken cancellationToken) =>
        Git.TryResolveAsync($"refs/tags/{name}", cancellationToken);

    /// <inheritdoc/>
    public Task<string?> BranchAsync(string name, CancellationToken cancellationToken) => Git.TryResolveAsync(name, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken)
    {
        var main = new RefChange(ForgeRepository.MainRef, commit, expected);
        return Git.TryUpdateRefsAsync(
            tag is null ? [main] : [main, tag, tag with { Name = ForgeRepository.InPushNamespace(tag.Name) }], cancellationToken);
    }
}
