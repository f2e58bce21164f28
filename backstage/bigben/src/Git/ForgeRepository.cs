using BigBen.Git.Refs;

namespace BigBen.Git;

/// <summary>The platform's own git server: a bare repository with the branch <c>main</c>, pushed to as the remote <c>big-ben</c>.</summary>
public sealed class ForgeRepository
{
    /// <summary>The branch that is delivered.</summary>
    public const string MainRef = "refs/heads/main";

    /// <summary>
    /// The namespace (gitnamespaces(7)) that pushes of the remote <c>big-ben</c> see: in it, main is what people pushed last, without what
    /// the pipeline recorded on top. So git on their side has nothing to refuse, and nobody must pull before each push.
    /// </summary>
    public const string PushNamespace = "pushed";

    /// <summary>What the refs of every namespace begin with.</summary>
    public const string Namespaces = "refs/namespaces/";

    /// <summary>The name of the remote in the forge that it is a copy of, where main is that of a hosted repository.</summary>
    public const string SourceName = "source";

    /// <summary>main as <see cref="PushNamespace"/> has it.</summary>
    public static readonly string PushedRef = InPushNamespace(MainRef);

    /// <summary>The git remote's name in a person's clone.</summary>
    public const string RemoteName = "big-ben";

    /// <summary>A ref as <see cref="PushNamespace"/> has it.</summary>
    public static string InPushNamespace(string name) => $"{Namespaces}{PushNamespace}/{name}";

    private ForgeRepository(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Git = GitCli.OfRepository(Path);
    }

    /// <summary>The bare repository's folder; also the URL that clones push to.</summary>
    public string Path { get; }

    /// <summary>git over the repository.</summary>
    public GitCli Git { get; }

    /// <summary>The commit at the tip of main.</summary>
    public async Task<string> HeadAsync(CancellationToken cancellationToken) =>
        await LooseRef.ReadAsync(Path, MainRef, cancellationToken) ?? await Git.ResolveAsync(MainRef, cancellationToken);

    /// <summary>Opens the forge, or makes it from a source tree where there is none yet.</summary>
    /// <param name="path">The bare repository's folder, such as <c>.big-ben/forge.git</c>.</param>
    /// <param name="source">
    /// The folder of a clone (full, shallow or a linked worktree, on a branch or detached), whose HEAD becomes main and whose tags
    /// <c>v*</c> come along; or a tree that is not a git checkout, which becomes a first commit, less what its .gitignore names.
    /// </param>
    /// <param name="cancellationToken">Stops the work; nothing half-made stays visible.</param>
    /// <exception cref="PlatformException">The forge is damaged, the clone has no commit yet, or git is missing or too old.</exception>
    public static async Task<ForgeRepository> OpenOrCreateAsync(string path, string source, CancellationToken cancellationToken)
    {
        await GitVersion.RequireAsync(cancellationToken);
        if (!Directory.Exists(path))
            await ForgeSeed.CreateAsync(System.IO.Path.GetFullPath(path), System.IO.Path.GetFullPath(source), cancellationToken);
        return await OpenAsync(path, cancellationToken);
    }

    /// <summary>Has the forge know the repository that it is a copy of, as the remote <see cref="SourceName"/>.</summary>
    /// <param name="url">The repository.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FollowAsync(string url, CancellationToken cancellationToken) =>
        await Git.OutputAsync(cancellationToken, "config", $"remote.{SourceName}.url", url);

    /// <summary>Whether it is a copy of another repository.</summary>
    internal async Task<bool> IsCopyAsync(CancellationToken cancellationToken) =>
        (await Git.RunAsync(cancellationToken, "remote", "get-url", SourceName)).Succeeded;

    /// <summary>A forge that its platform has opened: nothing is checked.</summary>
    internal static ForgeRepository At(string path) => new(path);

    /// <summary>Opens an existing forge and checks that every object main needs is there.</summary>
    /// <exception cref="PlatformException">There is no forge, or it is damaged.</exception>
    public static async Task<ForgeRepository> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var forge = new ForgeRepository(path);
        if (!Directory.Exists(forge.Path))
            throw new PlatformException($"There is no forge at '{forge.Path}': start the platform with ./bootstrap/big-ben.sh first.");
        StaleLocks.Remove(forge.Path, TimeProvider.System.GetUtcNow());
        StalePushes.Remove(forge.Path, TimeProvider.System.GetUtcNow());
        var head = await forge.Git.RunAsync(cancellationToken, "rev-parse", "--verify", "--quiet", $"{MainRef}^{{commit}}");
        var check = head.Succeeded
            ? await forge.Git.RunAsync(cancellationToken, "fsck", "--connectivity-only", "--no-dangling", "--no-progress")
            : head;
        return check.Succeeded
            ? forge
            : throw new PlatformException(
                $"The forge '{forge.Path}' is damaged ({(check == head ? "main leads to no commit" : GitCli.Reason(check))}): "
                + "run ./bootstrap/destroy.sh and ./bootstrap/big-ben.sh to make it again from your clone, or put a backup in its place.");
    }
}
