using BigBen.Foundation;
using BigBen.Git;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Services;

/// <summary>
/// The templates of <c>dotnet new</c> that the clone has, one folder an example. They work without this program, too:
/// <c>dotnet new install templates</c>.
/// </summary>
internal static class ServiceTemplates
{
    /// <summary>Where they are, from the top of the repository.</summary>
    public const string Folder = "templates";

    /// <summary>The plain one.</summary>
    public const string Default = "web";

    /// <summary>Makes a service's folder, its lock files and its places in the solution.</summary>
    /// <param name="root">The top of the work tree.</param>
    /// <param name="example">The template's folder.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="port">The port that it listens on.</param>
    /// <param name="cancellationToken">Kills the tools.</param>
    /// <exception cref="PlatformException">There is no such example, or <c>dotnet new</c> failed.</exception>
    public static async Task CreateAsync(string root, string example, string service, int port, CancellationToken cancellationToken)
    {
        var examples = In(root);
        if (!examples.Contains(example))
            throw new PlatformException(
                $"--like takes an example of {Folder}, {string.Join(", ", examples)}, not '{example}'.{Suggestion.For(example, examples)}");
        // A hive of its own: what the person has installed neither takes part nor changes.
        using var hive = new Scratch();
        string[] own = ["new", "--debug:custom-hive", hive.File("hive")];
        await DotnetTool.RunAsync(root, [.. own, "install", Path.Combine(root, Folder, example)], cancellationToken);
        await DotnetTool.RunAsync(
            root, [.. own, $"bigben-{example}", "--name", service, "--output", $"app/{service}", "--port", $"{port}"], cancellationToken);
    }

    private static List<string> In(string root) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(root, Folder), "template.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(root, Folder), file).Split(Path.DirectorySeparatorChar))
            .Where(words => words is [_, ".template.config", _])
            .Select(words => words[0])
            .Order(StringComparer.Ordinal),
    ];
}
