using BigBen.Git;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Layout;

/// <summary>What the folders of services must be like to be deployed to every environment, asked before anything is built.</summary>
internal static class ServiceLayout
{
    /// <summary>The folders that images and manifests are made of, where every file has to be in the repository itself.</summary>
    public static readonly IReadOnlyList<string> Delivered = ["app", "charts", "backstage/cd"];

    /// <summary>Requires it of a commit.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="revision">The commit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="target">An environment that it is to go to, which the commit's own list may not have yet.</param>
    /// <exception cref="PlatformException">
    /// A service's name breaks a rule, an environment would not find its values, a file is only a pointer, of git or of Git LFS, or a link
    /// leads out of a service.
    /// </exception>
    public static async Task RequireAsync(GitCli git, string revision, CancellationToken cancellationToken, string? target = null)
    {
        await Submodules.RequireNoneAsync(git, revision, cancellationToken);
        await SymbolicLinks.RequireBuiltAsync(git, revision, cancellationToken);
        var files = (await git.ListFilesAsync(revision, "app", cancellationToken)).ToHashSet();
        var services = ServiceCatalog.NamesIn(files);
        var environments = await EnvironmentList.ReadAsync(git, revision, cancellationToken);
        ServiceNames.Require(services, environments.All);
        foreach (var service in services)
        {
            foreach (var environment in target is null ? environments.Names : environments.Names.Union([target]))
                RequireValues(service, environment, files);
        }

        await LargeFiles.RequireNoneAsync(git, revision, cancellationToken);
    }

    /// <summary>The paths in the delivered folders that git has with a mode.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="revision">The commit.</param>
    /// <param name="mode">The mode, as six digits.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<IReadOnlyList<string>> DeliveredAsync(
        GitCli git, string revision, string mode, CancellationToken cancellationToken)
    {
        // "<mode> <type> <object>\t<path>" (git-ls-tree(1)).
        var entries = await git.OutputAsync(cancellationToken, ["ls-tree", "-r", "-z", "--full-tree", revision, "--", .. Delivered]);
        return [.. entries.Split('\0').Where(entry => entry.StartsWith($"{mode} ", StringComparison.Ordinal))
            .Select(entry => entry[(entry.IndexOf('\t') + 1)..])];
    }

    private static void RequireValues(string service, string environment, HashSet<string> files)
    {
        var file = ServiceSource.ValuesFileOf(service, environment);
        if (files.Contains(file))
            return;
        var folder = file[..(file.LastIndexOf('/') + 1)];
        var instead = files.Where(other => other.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        throw new PlatformException(
            $"{file} is missing{(instead.Count == 0 ? "" : $", though there is {string.Join(", ", instead)}")}: every service has its " +
            "values for each environment in a file of exactly that name; add or rename it, and push again.");
    }
}
