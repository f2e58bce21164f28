using BigBen.Git;

namespace BigBen.Pipeline.Layout;

/// <summary>Submodules: all that a repository has of them is the id of a commit of another one.</summary>
internal static class Submodules
{
    // The mode of one (gitmodules(5), git-fast-import(1)).
    private const string Mode = "160000";

    /// <summary>Requires that a commit has none where images and manifests are made.</summary>
    /// <exception cref="PlatformException">It has; a service in one would look as if it had been removed.</exception>
    public static async Task RequireNoneAsync(GitCli git, string revision, CancellationToken cancellationToken)
    {
        if (await ServiceLayout.DeliveredAsync(git, revision, Mode, cancellationToken) is [var submodule, ..])
        {
            throw new PlatformException(
                $"{submodule} is a submodule, whose files this repository does not have: "
                + "commit the files themselves, and push again.");
        }
    }
}
