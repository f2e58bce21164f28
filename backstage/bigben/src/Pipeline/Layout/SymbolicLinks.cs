using BigBen.Git;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Layout;

/// <summary>Symbolic links: git sees the link change, and never what it leads to.</summary>
internal static class SymbolicLinks
{
    // The mode of one (git-fast-import(1)).
    private const string Mode = "120000";

    /// <summary>Requires that those in the sources of services lead to files whose changes are built.</summary>
    /// <exception cref="PlatformException">One leads out of its service, where what changes would never get into the image.</exception>
    public static async Task RequireBuiltAsync(GitCli git, string revision, CancellationToken cancellationToken)
    {
        foreach (var link in await ServiceLayout.DeliveredAsync(git, revision, Mode, cancellationToken))
        {
            if (link.Split('/') is not ["app", var service, "src", ..])
                continue;
            var target = await git.ReadFileAsync(revision, link, cancellationToken) ?? "";
            if (!IsBuilt($"{Resolve(link, target)}/", service))
                throw new PlatformException(
                    $"{link} is a symbolic link to '{target}', outside of app/{service}, whose changes would never be built: "
                    + "let the project file include the file from there, or put the file itself in its place, and push again.");
        }
    }

    private static bool IsBuilt(string target, string service) =>
        target.StartsWith($"{ServiceSource.Defaults}/", StringComparison.Ordinal)
        || (target.StartsWith($"app/{service}/", StringComparison.Ordinal)
            && !target.StartsWith($"app/{service}/deploy-config/", StringComparison.Ordinal));

    // From the top of the repository; what is not below it is nowhere in it.
    private static string Resolve(string link, string target)
    {
        var top = Path.GetFullPath("/repository");
        var full = Path.GetFullPath(Path.Combine(top, Path.GetDirectoryName(link)!, target));
        return Path.GetRelativePath(top, full);
    }
}
