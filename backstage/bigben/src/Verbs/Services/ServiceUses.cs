using BigBen.Git;
using BigBen.Pipeline.Building.Projects;

namespace BigBen.Verbs.Services;

/// <summary>What else in a commit needs a service.</summary>
internal static class ServiceUses
{
    /// <summary>Requires that no project of another folder is built from the service's.</summary>
    /// <exception cref="PlatformException">One is, and would not build without it.</exception>
    public static async Task RequireNoneAsync(GitCli git, string revision, string service, CancellationToken cancellationToken)
    {
        var folder = $"app/{service}/";
        var files = await git.ListFilesAsync(revision, "", cancellationToken);
        var graph = await ProjectGraph.ReadAsync(git, revision, files, cancellationToken);
        var users = files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && !file.StartsWith(folder, StringComparison.Ordinal))
            .Where(project => graph.InputsOf(project).Any(input => $"{input}/".Contains($"){folder}", StringComparison.Ordinal)))
            .ToList();
        if (users.Count > 0)
            throw new PlatformException(
                $"{string.Join(" and ", users)} {(users.Count == 1 ? "is" : "are")} built from {folder.TrimEnd('/')}: "
                + "take that reference out, commit, then remove the service.");
    }

    /// <summary>Other services' values that have its name: addresses and peers, for example.</summary>
    public static async Task<IReadOnlyList<string>> MentionsAsync(
        GitCli git, string revision, string service, CancellationToken cancellationToken)
    {
        // Exit code 1 says that there is none.
        var found = await git.RunAsync(
            cancellationToken,
            ["grep", "--name-only", "--fixed-strings", "--word-regexp", "-e", service, revision, "--",
                ":(glob)app/*/deploy-config/**", $":(exclude,literal)app/{service}"]);
        return [.. found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(hit => hit[(revision.Length + 1)..])];
    }
}
