using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>The branch main, wherever it is: it is read, and it moves forward only while it stands where it is believed to.</summary>
public interface IMainBranch
{
    /// <summary>git over a repository that has the branch's objects.</summary>
    Git Git { get; }

    /// <summary>The commit at the tip, as of now.</summary>
    Task<string> HeadAsync(CancellationToken cancellationToken);

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
    public Git Git => forge.Git;

    /// <inheritdoc/>
    public Task<string> HeadAsync(CancellationToken cancellationToken) => forge.HeadAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken)
    {
        var main = new RefChange(ForgeRepository.MainRef, commit, expected);
        return Git.TryUpdateRefsAsync(
            tag is null ? [main] : [main, tag, tag with { Name = ForgeRepository.InPushNamespace(tag.Name) }], cancellationToken);
    }
}

/// <summary>main on another server, such as GitHub: moved by an ordinary push from a clone, never forced.</summary>
/// <param name="clone">The clone, which one process uses at a time; its history must reach back to what built the images.</param>
/// <param name="remote">The remote's name, such as <c>origin</c>.</param>
public sealed class RemoteBranch(string clone, string remote) : IMainBranch
{
    /// <inheritdoc/>
    public Git Git { get; } = Git.OfCheckout(clone);

    private string Tracking => $"refs/remotes/{remote}/main";

    /// <inheritdoc/>
    public async Task<string> HeadAsync(CancellationToken cancellationToken)
    {
        await Git.OutputAsync(cancellationToken, "fetch", "--quiet", "--no-tags", remote, $"+{ForgeRepository.MainRef}:{Tracking}");
        return await Git.ResolveAsync(Tracking, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken)
    {
        string[] refs = tag is null ? [$"{commit}:{ForgeRepository.MainRef}"] : [$"{commit}:{ForgeRepository.MainRef}", $"{tag.New}:{tag.Name}"];
        var result = await Git.RunAsync(cancellationToken, ["push", "--porcelain", "--no-verify", "--atomic", remote, .. refs]);
        if (result.Succeeded)
            return true;
        // A server that another pusher keeps busy refuses the lock; that is the same as having lost the race.
        return await HeadAsync(cancellationToken) != expected || result.Error.Contains("cannot lock ref", StringComparison.Ordinal) || result.Output.Contains("cannot lock ref", StringComparison.Ordinal)
            ? false
            : throw new PlatformException($"'{remote}' refuses the push to main from '{clone}': {Refusal(result)}. Allow the pipeline to write the branch, then run it again.");
    }

    private static string Refusal(CommandResult result) =>
        result.Output.Split('\n').FirstOrDefault(line => line.StartsWith('!'))?.Replace('\t', ' ') ?? Git.Reason(result);
}
