using BigBen.Git;
using BigBen.Pipeline.Building.Projects;

namespace BigBen.Pipeline.Building;

/// <summary>Which services there are at a revision: the folders under <c>app</c> that have a <c>deploy-config</c>.</summary>
public static class ServiceCatalog
{
    /// <summary>The names of the services at a revision, sorted.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(GitCli git, string revision, CancellationToken cancellationToken) =>
        NamesIn(await git.ListFilesAsync(revision, "app", cancellationToken));

    /// <summary>Every service at a revision, by name.</summary>
    /// <exception cref="PlatformException">A service has no project file under <c>src</c>, or more than one.</exception>
    public static async Task<IReadOnlyList<ServiceSource>> ListAsync(GitCli git, string revision, CancellationToken cancellationToken)
    {
        var files = await git.ListFilesAsync(revision, "", cancellationToken);
        var graph = await ProjectGraph.ReadAsync(git, revision, files, cancellationToken);
        return [.. NamesIn(files).Select(name => Source(name))];

        ServiceSource Source(string name)
        {
            var project = ProjectIn(files, $"app/{name}/src")
                ?? throw new PlatformException($"app/{name}/src has no project file at {revision}: a service is one .csproj there.");
            var source = new ServiceSource(name, project, ProjectIn(files, $"app/{name}/test"));
            return source with { Inputs = [.. source.Inputs.Union(graph.InputsOf(project))] };
        }
    }

    /// <summary>The project file of the tests of what services share, or null where there is none.</summary>
    public static async Task<string?> DefaultsTestAsync(GitCli git, string revision, CancellationToken cancellationToken) =>
        ProjectIn(await git.ListFilesAsync(revision, ServiceSource.Defaults, cancellationToken), $"{ServiceSource.Defaults}/test");

    /// <summary>The names of the services among the files of a commit, sorted.</summary>
    internal static IReadOnlyList<string> NamesIn(IEnumerable<string> files) =>
    [
        .. files.Select(file => file.Split('/'))
            .Where(words => words.Length > 3 && words[0] == "app" && words[2] == "deploy-config")
            .Select(words => words[1])
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static string? ProjectIn(IReadOnlyList<string> files, string folder)
    {
        var projects = files
            .Where(file => Path.GetDirectoryName(file) == folder && file.EndsWith(".csproj", StringComparison.Ordinal))
            .ToList();
        return projects.Count <= 1
            ? projects.SingleOrDefault()
            : throw new PlatformException(
                $"{folder} has {projects.Count} project files where one is expected: " +
                $"{string.Join(", ", projects.Select(Path.GetFileName))}.");
    }
}
