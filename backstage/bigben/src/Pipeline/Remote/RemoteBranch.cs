using BigBen.Git;
using BigBen.Pipeline.GitHub;

namespace BigBen.Pipeline.Remote;

/// <summary>main on another server, such as GitHub: moved by an ordinary push from a clone, never forced.</summary>
/// <param name="clone">The clone, which one process uses at a time; its history must reach back to what built the images.</param>
/// <param name="remote">The remote's name, such as <c>origin</c>.</param>
/// <param name="defaultBranch">What main is called there, without <c>refs/heads/</c>.</param>
public sealed class RemoteBranch(string clone, string remote, string defaultBranch = "main") : IMainBranch
{
    // A connection that breaks so often in a row will not heal by itself.
    private const int Attempts = 4;

    // git's words for: somebody pushed to it first.
    private static readonly string[] Behind = ["(fetch first)", "(non-fast-forward)"];

    // The same, and those for a server that another pusher keeps busy.
    private static readonly string[] LostRaces = [.. Behind, "cannot lock ref"];

    // git's and servers' words for: you may not, however often you ask (git's http.c and credential.c, OpenSSH, GitHub).
    private static readonly string[] Denials =
    [
        "returned error: 401", "returned error: 403", "Authentication failed", "could not read Username", "could not read Password",
        "Permission denied", " denied to ",
    ];

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public GitCli Git { get; } = GitCli.OfCheckout(clone);

    /// <inheritdoc/>
    public string Remote => remote;

    /// <summary>What main is called there: the remote's default branch, or <c>main</c> as long as the server has not told.</summary>
    public string Name { get; private set; } = defaultBranch;

    /// <summary>GitHub, which makes and signs the commits that record; null where this process makes them.</summary>
    internal GitHubApi? Signer { get; set; }

    // Another branch may be called main, so nothing is read or written before the server has told.
    private bool IsNamed { get; set; } = true;

    private string Tracking => $"refs/remotes/{remote}/{Name}";

    private string Ref => $"refs/heads/{Name}";

    /// <summary>The branch as seen from a clone, once that is known to be a whole one with such a remote.</summary>
    /// <exception cref="PlatformException">
    /// It is not a clone, lacks the remote, or is shallow: without history nothing can be called newer.
    /// </exception>
    public static async Task<RemoteBranch> OpenAsync(string clone, string remote, CancellationToken cancellationToken)
    {
        var branch = new RemoteBranch(clone, remote);
        var shallow = await branch.Git.RunAsync(cancellationToken, "rev-parse", "--is-shallow-repository");
        if (!shallow.Succeeded)
            throw new PlatformException($"'{clone}' is not a git clone: run this in a clone of the repository.");
        if (shallow.Output.Trim() == "true")
            throw new PlatformException(
                $"The clone '{clone}' is shallow, so no commit can be called newer than another: run 'git fetch --unshallow', " +
                "or check out with fetch-depth: 0.");
        if (!(await branch.Git.RunAsync(cancellationToken, "remote", "get-url", remote)).Succeeded)
            throw new PlatformException($"The clone '{clone}' has no remote '{remote}': name another one with --remote.");
        // Who needs no more than the clone is not held up by a server that does not answer.
        await branch.AskNameAsync(cancellationToken);
        return branch;
    }

    /// <summary>Has the server tell <see cref="Name"/>, where it has not answered when it was first asked.</summary>
    /// <exception cref="PlatformException">It does not answer.</exception>
    public async Task RequireNameAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !IsNamed; attempt++)
        {
            var asked = await AskNameAsync(cancellationToken);
            if (!IsNamed && attempt == Attempts)
                throw NotFetched("The name of the default branch", asked);
            if (!IsNamed)
                await Task.Delay(FirstPause * (1 << attempt), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<string> HeadAsync(CancellationToken cancellationToken)
    {
        await RequireNameAsync(cancellationToken);
        if (!await TryFetchAsync($"+{Ref}:{Tracking}", Name, cancellationToken))
            throw new PlatformException($"'{remote}' has not {Name}: push it there first.");
        return await Git.ResolveAsync(Tracking, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> TagAsync(string name, CancellationToken cancellationToken) =>
        await TryFetchAsync($"refs/tags/{name}:refs/tags/{name}", $"the tag {name}", cancellationToken)
            ? await Git.ResolveAsync($"refs/tags/{name}", cancellationToken)
            : null;

    /// <inheritdoc/>
    public async Task<string?> BranchAsync(string name, CancellationToken cancellationToken)
    {
        var tracking = $"refs/remotes/{remote}/{name["refs/heads/".Length..]}";
        return await TryFetchAsync($"+{name}:{tracking}", $"the branch {name}", cancellationToken)
            ? await Git.ResolveAsync(tracking, cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    public Task<string> SealAsync(string commit, CancellationToken cancellationToken) =>
        Signer is null ? Task.FromResult(commit) : SignedCommit.MakeAsync(Git, remote, Signer, commit, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken)
    {
        var main = new RefChange(ForgeRepository.MainRef, commit, expected);
        return TryMoveAsync(expected, tag is null ? [main] : [main, tag], cancellationToken);
    }

    /// <summary>
    /// Fetches the tags of versions that are not here yet. One that was moved there stays here as it was, and keeps nobody from delivering:
    /// who releases it is told by <see cref="TagAsync"/>.
    /// </summary>
    public Task FetchVersionsAsync(CancellationToken cancellationToken) =>
        Git.RunAsync(cancellationToken, "fetch", "--quiet", "--no-tags", remote, "refs/tags/v*:refs/tags/v*");

    /// <summary>Moves refs, all or none, main among them or not.</summary>
    /// <param name="expected">The commit at the tip of main before.</param>
    /// <param name="changes">The refs.</param>
    /// <param name="cancellationToken">Stops the work; the refs then either moved or did not.</param>
    /// <returns>False where somebody else moved one of them first.</returns>
    /// <exception cref="PlatformException">They cannot be written, for another reason.</exception>
    public async Task<bool> TryMoveAsync(string expected, IReadOnlyList<RefChange> changes, CancellationToken cancellationToken)
    {
        string[] refs =
            [.. changes.Select(change => $"{change.New}:{(change.Name == ForgeRepository.MainRef ? Ref : change.Name)}")];
        var commit = changes.FirstOrDefault(change => change.Name == ForgeRepository.MainRef)?.New;
        for (var attempt = 1; ; attempt++)
        {
            var result = await Git.RunAsync(cancellationToken, ["push", "--porcelain", "--no-verify", "--atomic", remote, .. refs]);
            if (result.Succeeded)
                return true;
            // A connection may break after the server has taken it all: main tells, and where main stays, the other refs.
            var head = await HeadAsync(cancellationToken);
            if (commit is not null && (commit != expected
                    ? await Git.IsAncestorAsync(commit, head, cancellationToken)
                    : await HasAllAsync(changes, cancellationToken)))
                return true;
            if (head == expected && Moved(result) is { } moved)
                throw new PlatformException(
                    $"{moved} moved meanwhile in '{remote}', and nothing was recorded: fetch it from there and push again.");
            if (head != expected || IsLostRace(result))
                return false;
            if (Refusal(result) is { } refusal)
                throw new PlatformException(
                    $"'{remote}' refuses the push to {Name} from '{clone}': {refusal}. " +
                    "Allow the pipeline to write the branch, then run it again.");
            if (attempt == Attempts)
                throw new PlatformException(
                    $"{Name} cannot be pushed to '{remote}' from '{clone}': {GitCli.Reason(result)}. Nothing was recorded; " +
                    "look at the connection and the rights, then run it again.");
            await Task.Delay(FirstPause * (1 << attempt), cancellationToken);
        }
    }

    private async Task<bool> HasAllAsync(IReadOnlyList<RefChange> changes, CancellationToken cancellationToken)
    {
        var others = changes.Where(change => change.Name != ForgeRepository.MainRef).ToList();
        if (others.Count == 0)
            return true;
        var listed = await Git.RunAsync(cancellationToken, ["ls-remote", "--refs", remote, .. others.Select(change => change.Name)]);
        var there = listed.Output.Split('\n');
        return listed.Succeeded && others.TrueForAll(change => there.Contains($"{change.New}\t{change.Name}"));
    }

    // One that has no commit yet says nothing: whatever is done next says so.
    private async Task<CommandResult> AskNameAsync(CancellationToken cancellationToken)
    {
        const string symbolic = "ref: refs/heads/";
        var head = await Git.RunAsync(cancellationToken, "ls-remote", "--symref", remote, "HEAD");
        IsNamed = head.Succeeded;
        if (IsNamed && head.Output.StartsWith(symbolic, StringComparison.Ordinal))
            Name = head.Output[symbolic.Length..head.Output.IndexOf('\t')];
        return head;
    }

    private PlatformException NotFetched(string what, CommandResult result) =>
        new($"{what} cannot be fetched from '{remote}' into '{clone}': {GitCli.Reason(result)}. " +
            "Look at the connection and the rights, then run this again.");

    private async Task<bool> TryFetchAsync(string refspec, string what, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await Git.RunAsync(cancellationToken, "fetch", "--quiet", "--no-tags", remote, refspec);
            if (result.Succeeded)
                return true;
            if (result.Error.Contains("couldn't find remote ref", StringComparison.Ordinal))
                return false;
            if (result.Error.Contains("would clobber existing tag", StringComparison.Ordinal))
                throw new PlatformException(
                    $"'{remote}' has {what} at another commit than '{clone}': a version never moves, so choose a newer one.");
            if (attempt == Attempts)
                throw NotFetched(what, result);
            await Task.Delay(FirstPause * (1 << attempt), cancellationToken);
        }
    }

    // Another ref than main to which somebody pushed first; "! <from>:<to> <summary>" with tabs between (git-push(1), --porcelain).
    private string? Moved(CommandResult result) =>
        result.Output.Split('\n').Select(line => line.Split('\t'))
            .Where(words => words is ["!", _, var summary, ..] && Behind.Any(word => summary.Contains(word, StringComparison.Ordinal)))
            .Select(words => words[1][(words[1].IndexOf(':') + 1)..])
            .FirstOrDefault(name => name != Ref);

    private static bool IsLostRace(CommandResult result) =>
        LostRaces.Any(words =>
            result.Output.Contains(words, StringComparison.Ordinal) || result.Error.Contains(words, StringComparison.Ordinal));

    // The server's own word on a ref or on who asks; without one, or with "remote failure", the connection broke before it said any.
    private static string? Refusal(CommandResult result) =>
        result.Output.Split('\n')
            .FirstOrDefault(line => line.StartsWith('!') && line.Contains("rejected]", StringComparison.Ordinal))?.Replace('\t', ' ')
        ?? result.Error.Split('\n')
            .FirstOrDefault(line => Denials.Any(words => line.Contains(words, StringComparison.Ordinal)))?.Trim().TrimEnd('.');
}
