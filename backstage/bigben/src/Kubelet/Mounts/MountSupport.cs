namespace BigBen.Kubelet.Mounts;

/// <summary>Whether and how containers of this machine get their volumes at their paths, by mount namespaces.</summary>
/// <param name="Unshare">The options of <c>unshare</c>; empty where there are no mount namespaces.</param>
/// <param name="Says">How it is, for people: a sentence without its full stop.</param>
internal sealed record MountSupport(IReadOnlyList<string> Unshare, string Says)
{
    /// <summary>The variable that switches it off: <c>off</c>.</summary>
    public const string Variable = "BIGBEN_MOUNTS";

    private const string Place = "/.bigben-probe";

    // A few milliseconds are usual; a file system that hangs, of a network for one, must not keep the platform from starting.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private static readonly string[] Mount = ["--mount", "--propagation", "slave"];
    private static readonly string[] User = ["--user", "--map-current-user", "--keep-caps"];

    /// <summary>Nobody has asked for it.</summary>
    public static MountSupport None { get; } = Without("it is not asked for");

    /// <summary>Whether there are mount namespaces.</summary>
    public bool IsThere => Unshare.Count > 0;

    /// <summary>Whether each comes with a user namespace.</summary>
    public bool OfUser => Unshare.Contains(User[0]);

    /// <summary>Finds out, by mounting a folder at a path that is not there.</summary>
    /// <param name="directory">A folder of the platform's own; it is left as it was.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException"><see cref="Variable"/> is neither <c>on</c> nor <c>off</c>.</exception>
    public static Task<MountSupport> FindAsync(string directory, CancellationToken cancellationToken) =>
        FindAsync(directory, Environment.GetEnvironmentVariable(Variable), cancellationToken);

    /// <inheritdoc cref="FindAsync(string, CancellationToken)"/>
    /// <param name="directory">A folder of the platform's own; it is left as it was.</param>
    /// <param name="wish">What <see cref="Variable"/> says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<MountSupport> FindAsync(string directory, string? wish, CancellationToken cancellationToken)
    {
        if (wish is "off")
            return Without($"{Variable} is off");
        if (wish is not (null or "" or "on"))
            throw new PlatformException($"{Variable} is '{wish}' where 'on' or 'off' is expected.");
        if (!OperatingSystem.IsLinux())
            return Without("Linux alone has mount namespaces");
        var support = new MountSupport(
            Environment.IsPrivilegedProcess ? Mount : [.. User, .. Mount],
            $"Volumes are mounted at their paths, by mount namespaces{(Environment.IsPrivilegedProcess ? "" : " of users")}");
        return await support.ProblemAsync(Path.Combine(directory, "mount-probe"), cancellationToken) is { } problem
            ? Without(problem)
            : support;
    }

    private static MountSupport Without(string why) =>
        new([], $"Volumes are the folders that the variables MOUNT_… name, not mounted at their paths: {why}");

    // What a container gets is tried, writing included: of the folder's file only the one that it may write is changed.
    private async Task<string?> ProblemAsync(string directory, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Longest);
        try
        {
            var volume = Directory.CreateDirectory(Path.Combine(directory, "volume")).FullName;
            var written = new WantedMount(volume, $"{Place}/written", ReadOnly: false);
            var read = new WantedMount(volume, $"{Place}/read", ReadOnly: true);
            var plan = MountPlan.Of([written, read], []);
            if (plan.Missing is [var missing, ..])
                return missing.Why;
            var (made, failed) = await MountNamespace.MakeAsync(this, plan, directory, deadline.Token);
            using var _ = made;
            if (failed is [var failure, ..])
                return failure.Why;
            var test = $"echo text >{Place}/written/file && test -s {Place}/read/file && ! touch {Place}/read/other";
            var result = await new Command(made.Enter[0], [.. made.Enter.Skip(1), "/bin/sh", "-c", test]).RunAsync(deadline.Token);
            return result.Succeeded ? null : $"a mount was made that does not hold: {result.LastLine}";
        }
        catch (Exception e) when (e is PlatformException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"a mount took longer than {Longest.TotalSeconds:0} s";
        }
        finally
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }
}
