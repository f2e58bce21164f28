using BigBen.Git;

namespace BigBen.Pipeline.Building.Projects;

/// <summary>
/// What MSBuild and NuGet read to build a project, by git pathspecs: its folder, every project that it references with what that one
/// references, imported and linked files, and what both look for in the folders above. Read from the files in git, so that no checkout and
/// no evaluation is needed for a commit; what only an evaluation could tell makes the whole tree an input.
/// </summary>
internal sealed class ProjectGraph
{
    // Less what people configure and the pipeline records, which no build reads.
    private static readonly string[] WholeTree = [".", ":(exclude)backstage/cd/environments"];

    private readonly HashSet<string> _files;
    private readonly IReadOnlyDictionary<string, string> _texts;

    private ProjectGraph(IReadOnlyList<string> files, IReadOnlyDictionary<string, string> texts) => (_files, _texts) = ([.. files], texts);

    /// <summary>Reads the project files of a commit.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="revision">The commit.</param>
    /// <param name="files">Every file of the commit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<ProjectGraph> ReadAsync(
        GitCli git, string revision, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var read = files.Where(file => IsProject(file) || IsImported(file)).ToList();
        return new ProjectGraph(files, await git.ReadFilesAsync(revision, read, cancellationToken));
    }

    /// <summary>The pathspecs of everything that a project is built from.</summary>
    public IReadOnlyList<string> InputsOf(string project)
    {
        var inputs = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>();
        var projects = new Queue<string>([project]);
        while (projects.TryDequeue(out var next))
        {
            if (seen.Add(next))
                Visit(next, inputs, projects);
        }

        return [.. inputs];
    }

    private void Visit(string project, SortedSet<string> inputs, Queue<string> projects)
    {
        var folder = FolderOf(project);
        inputs.Add(Literal(folder));
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["MSBuildProjectDirectory"] = $"/{folder}" };
        var seen = new HashSet<string>();
        foreach (var above in Above(project).Reverse().Prepend(""))
        {
            var prefix = above.Length == 0 ? "" : $"{above}/";
            inputs.UnionWith([$":(glob){prefix}Directory.*", $":(icase){prefix}nuget.config", $"{prefix}global.json"]);
            Read($"{prefix}Directory.Build.props");
            Read($"{prefix}Directory.Packages.props");
        }

        Read(project);
        foreach (var above in Above(project).Append(""))
            Read(above.Length == 0 ? "Directory.Build.targets" : $"{above}/Directory.Build.targets");

        void Read(string file)
        {
            if (!_texts.TryGetValue(file, out var text) || !seen.Add(file))
                return;
            var here = FolderOf(file);
            foreach (var path in ProjectFile.Paths(text, here.Length == 0 ? "/" : $"/{here}/", properties))
            {
                if (!path.IsKnown)
                    inputs.UnionWith(WholeTree);
                else if (Resolve(path.IsImport ? here : folder, path.Path) is { } found)
                    Take(found, path);
            }
        }

        void Take(string found, ProjectPath path)
        {
            if (path.IsGlob)
                inputs.Add($":(glob){found}");
            if (!_files.Contains(found))
                return;
            if (IsProject(found) && !path.IsImport)
                projects.Enqueue(found);
            else
                inputs.Add(Literal(found));
            if (path.IsImport)
                Read(found);
        }
    }

    // From the top of the repository; null where it leads out of it.
    private static string? Resolve(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : $"{folder}/{path}").Split('/'))
        {
            if (part == ".." && parts.Count == 0)
                return null;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private static string Literal(string path) => path.Length == 0 ? "." : $":(literal){path}";

    private static string FolderOf(string file) => file.LastIndexOf('/') is > 0 and var end ? file[..end] : "";

    // The folders that a file is in, the nearest first, without the top.
    private static IEnumerable<string> Above(string file)
    {
        for (var folder = FolderOf(file); folder.Length > 0; folder = FolderOf(folder))
            yield return folder;
    }

    private static bool IsProject(string file) => file.EndsWith("proj", StringComparison.OrdinalIgnoreCase) && file.Contains('.');

    private static bool IsImported(string file) =>
        file.EndsWith(".props", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".targets", StringComparison.OrdinalIgnoreCase)
        || file.EndsWith(".projitems", StringComparison.OrdinalIgnoreCase);
}
