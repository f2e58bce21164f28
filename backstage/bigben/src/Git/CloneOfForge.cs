namespace BigBen.Git;

/// <summary>What became of the remote <c>big-ben</c> in a person's clone.</summary>
/// <param name="Changed">Whether the clone's settings changed.</param>
/// <param name="Previous">The URL that the remote had before, where it had another one.</param>
public sealed record RemoteChange(bool Changed, string? Previous);

/// <summary>A person's clone, as far as the forge has to do with it.</summary>
/// <param name="folder">The top of the checkout.</param>
public sealed class CloneOfForge(string folder)
{
    // git itself says of a full disk only that the other side went away. "ERR" is git's own packet for what a person is to read
    // (gitprotocol-pack(5)), in a packet line of its length.
    private const string Full = "ERR the disk of the platform's repository is full: free some space, then push again";

    /// <summary>What <c>git push --receive-pack</c> runs on the side of the forge, so that it sees what people pushed last.</summary>
    internal static readonly string ReceivePack =
        "receive() { if { head -c 8388608 /dev/zero >\"$1/room\"; } 2>/dev/null; then rm -f \"$1/room\"; "
        + $"GIT_NAMESPACE={ForgeRepository.PushNamespace} exec git-receive-pack \"$1\"; fi; rm -f \"$1/room\"; "
        + $"printf %s \"{Full.Length + 4:x4}{Full}\"; }}; receive";

    private readonly GitCli git = GitCli.OfCheckout(folder);

    /// <summary>Whether the folder is a git checkout at all; a downloaded archive is not.</summary>
    public bool IsCheckout => System.IO.Path.Exists(System.IO.Path.Combine(folder, ".git"));

    /// <summary>The paths that differ from HEAD: what is not deployed. Empty without a checkout.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="untracked">Whether those count which are not in git, and not ignored.</param>
    public async Task<IReadOnlyList<string>> UncommittedChangesAsync(CancellationToken cancellationToken, bool untracked = true)
    {
        if (!IsCheckout)
            return [];
        var output = await git.OutputAsync(
            cancellationToken,
            "--no-optional-locks", "status", "--porcelain=v1", "-z", "--no-renames", $"--untracked-files={(untracked ? "normal" : "no")}");
        // Two letters of state and a space come before each path.
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry[3..])];
    }

    /// <summary>Adds the remote <c>big-ben</c>, or points it at this forge. Nothing happens without a checkout.</summary>
    public async Task<RemoteChange> AddRemoteAsync(ForgeRepository forge, CancellationToken cancellationToken)
    {
        if (!IsCheckout)
            return new RemoteChange(false, null);
        var previous = await RemoteUrlAsync(cancellationToken);
        if (previous != forge.Path)
        {
            await git.OutputAsync(cancellationToken, previous is null
                ? ["remote", "add", ForgeRepository.RemoteName, forge.Path]
                : ["remote", "set-url", ForgeRepository.RemoteName, forge.Path]);
        }

        await git.OutputAsync(
            cancellationToken,
            "config",
            $"remote.{ForgeRepository.RemoteName}.receivepack",
            ReceivePack);
        return previous == forge.Path ? new RemoteChange(false, null) : new RemoteChange(true, previous);
    }

    /// <summary>Removes the remote <c>big-ben</c> if it points at the forge in that folder; the forge itself may be gone already.</summary>
    /// <returns>Whether it was removed.</returns>
    public async Task<bool> RemoveRemoteAsync(string forgePath, CancellationToken cancellationToken)
    {
        if (!IsCheckout || await RemoteUrlAsync(cancellationToken) != System.IO.Path.GetFullPath(forgePath))
            return false;
        await git.OutputAsync(cancellationToken, "remote", "remove", ForgeRepository.RemoteName);
        return true;
    }

    private async Task<string?> RemoteUrlAsync(CancellationToken cancellationToken)
    {
        var result = await git.RunAsync(cancellationToken, "config", "--get", $"remote.{ForgeRepository.RemoteName}.url");
        return result.ExitCode switch
        {
            0 => result.Output.TrimEnd('\n'),
            1 => null,
            _ => throw new PlatformException($"The settings of the clone '{folder}' cannot be read: {GitCli.Reason(result)}"),
        };
    }
}
