using BigBen.Git;

namespace BigBen.Pipeline.Layout;

/// <summary>Submodules: all that a repository has of them is the id of a commit of another one.</summary>
internal static class Submodules
{
    // How git ls-tree begins the line of one: its mode (gitmodules(5), git-fast-import(1)).
    private const string Mode = "160000 ";

    /// <summary>Requires that a commit has none where images and manifests are made.</summary>
    /// <exception cref="PlatformException">It has; a service in one would look as if it had been removed.</exception>
    public static async Task RequireNoneAsync(GitCli git, string revision, CancellationToken cancellationToken)
    {
        var entries = await git.OutputAsync(
            cancellationToken, ["ls-tree", "-r", "-z", "--full-tree", revision, "--", .. ServiceLayout.Delivered]);
        if (entries.Split('\0').FirstOrDefault(entry => entry.StartsWith(Mode, StringComparison.Ordinal)) is { } submodule)
        {
            throw new PlatformException(
                $"{submodule[(submodule.IndexOf('\t') + 1)..]} is a submodule, whose files this repository does not have: "
                + "commit the files themselves, and push again.");
        }
    }
}
