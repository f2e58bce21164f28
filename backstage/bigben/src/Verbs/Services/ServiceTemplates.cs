using System.Text.RegularExpressions;
using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Services;

/// <summary>
/// The templates of <c>dotnet new</c> that the clone has, one folder an example: each a service of the solution that is built and tested
/// where it stands. They work without this program, too: <c>dotnet new install examples</c>.
/// </summary>
internal static partial class ServiceTemplates
{
    /// <summary>Where they are, from the top of the repository.</summary>
    public const string Folder = "examples";

    /// <summary>The plain one.</summary>
    public const string Default = "web";

    /// <summary>Makes a service's folder, its lock files and its places in the solution.</summary>
    /// <param name="root">The top of the work tree.</param>
    /// <param name="example">The template's folder.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="port">The port that it listens on.</param>
    /// <param name="cancellationToken">Kills the tools.</param>
    /// <exception cref="PlatformException"><c>dotnet new</c> failed.</exception>
    public static async Task CreateAsync(string root, string example, string service, int port, CancellationToken cancellationToken)
    {
        // A hive of its own: what the person has installed neither takes part nor changes.
        using var hive = new Scratch();
        string[] own = ["new", "--debug:custom-hive", hive.File("hive")];
        await DotnetTool.RunAsync(root, [.. own, "install", Path.Combine(root, Folder, example)], cancellationToken);
        await DotnetTool.RunAsync(
            root, [.. own, $"bigben-{example}", "--name", service, "--output", $"app/{service}", "--port", $"{port}"], cancellationToken);
    }

    /// <summary>Compiles a new service with its tests: its namespace may hide a type of the same name that its code needs.</summary>
    /// <param name="root">The top of the work tree.</param>
    /// <param name="example">The template's folder.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="cancellationToken">Kills the compiler.</param>
    /// <returns>Why it does not compile, whatever it is called; null where it compiles.</returns>
    /// <exception cref="PlatformException">It does not compile under this name.</exception>
    public static async Task<string?> CompileAsync(string root, string example, string service, CancellationToken cancellationToken)
    {
        using var compiler = new CompilerServer(root);
        string[] build = ["build", $"app/{service}/test", "--no-restore", "-p:RunAnalyzers=false", .. compiler.AskFor()];
        if (await DotnetTool.TryAsync(root, build, cancellationToken) is not { } error)
            return null;
        if (CompilerError().Match(error) is not { Success: true } match)
            throw DotnetTool.Failure(build, error);
        var what = match.Groups["what"].Value;
        return NewName.IsNamed(service, what)
            ? throw new PlatformException(
                $"'{service}' like {example} would not compile, and nothing was changed: {what}. "
                + $"Choose another name, such as {service}-service.")
            : what;
    }

    /// <summary>The port that an example's own users know it by.</summary>
    /// <param name="root">The top of the work tree.</param>
    /// <param name="example">The template's folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">There is no such example.</exception>
    public static async Task<int> PortAsync(string root, string example, CancellationToken cancellationToken)
    {
        var examples = In(root);
        if (!examples.Contains(example))
            throw new PlatformException(
                $"--like takes an example of {Folder}, {string.Join(", ", examples)}, not '{example}'.{Suggestion.For(example, examples)}");
        var template = JsonElement.Parse(await File.ReadAllTextAsync(ConfigurationOf(root, example), cancellationToken));
        var port = template.GetProperty("symbols").GetProperty("port").GetProperty("defaultValue").GetString()!;
        return int.Parse(port, CultureInfo.InvariantCulture);
    }

    private static List<string> In(string root) =>
    [
        .. Directory.EnumerateDirectories(Path.Combine(root, Folder)).Select(folder => Path.GetFileName(folder))
            .Where(example => File.Exists(ConfigurationOf(root, example)))
            .Order(StringComparer.Ordinal),
    ];

    private static string ConfigurationOf(string root, string example) =>
        Path.Combine(root, Folder, example, ".template.config", "template.json");

    // As in: /path/File.cs(1,2): error CS0118: 'Task' is a namespace but is used like a type [/path/project.csproj]
    [GeneratedRegex(@"error CS\d+: (?<what>.+?)\.?(?: \[[^\]]*\])?\z")]
    private static partial Regex CompilerError();
}
