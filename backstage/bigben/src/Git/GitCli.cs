using System.Collections;
using BigBen.Git.Reading;

namespace BigBen.Git;

/// <summary>
/// The git command line (2.29 or newer) over one repository. Nothing of the person at the machine takes part unless asked for: no
/// hooks, no templates, no signing, no settings of theirs, and none of the <c>GIT_*</c> variables which a hook inherits.
/// </summary>
public sealed partial class GitCli
{
    /// <summary>The name of who writes the pipeline's commits and tags.</summary>
    public const string AuthorName = "Big Ben";

    /// <summary>The address of who writes the pipeline's commits and tags; a reserved domain, so no mail ever arrives.</summary>
    public const string AuthorEmail = "big-ben@bigben.localhost";

    // What git itself calls "local to a repository" (git rev-parse --local-env-vars), and what a hook inherits.
    private static readonly string[] RepositoryVariables =
    [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_OBJECT_DIRECTORY", "GIT_DIR",
        "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
        "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR", "GIT_QUARANTINE_PATH", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE",
    ];

    private static readonly string[] Settings =
    [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.quotePath=false", "commit.gpgSign=false", "tag.gpgSign=false",
        "push.gpgSign=false", "push.followTags=false", "gc.auto=0", "maintenance.auto=false", "safe.directory=*", "safe.bareRepository=all",
        "log.showSignature=false", "log.follow=false",
        // A server that has sent nothing for a minute is given up: who asks it may hold the turn of a delivery.
        "http.lowSpeedLimit=1", "http.lowSpeedTime=60",
    ];

    private readonly Dictionary<string, string?> environment;
    private readonly string? gitDirectory;
    private readonly GitAnswers answers = new();
    private readonly ObjectReader objects;
    private readonly ObjectReader contents;

    private GitCli(string path, string? gitDirectory, bool personal)
    {
        Path = System.IO.Path.GetFullPath(path);
        this.gitDirectory = gitDirectory is null ? null : System.IO.Path.GetFullPath(gitDirectory);
        environment = CleanEnvironment(personal);
        if (this.gitDirectory is not null)
            environment["GIT_DIR"] = this.gitDirectory;
        objects = new ObjectReader(Path, CommandFor(null, "cat-file", $"--batch-check={ObjectReader.Format}"), withText: false);
        contents = new ObjectReader(Path, CommandFor(null, "cat-file", $"--batch={ObjectReader.Format}"), withText: true);
    }

    /// <summary>The repository's folder: the bare repository, or the top of the checkout.</summary>
    public string Path { get; }

    /// <summary>A repository given by its git folder: a bare repository, or the <c>.git</c> folder of a clone.</summary>
    public static GitCli OfRepository(string gitDirectory) => new(gitDirectory, gitDirectory, personal: false);

    /// <summary>
    /// A person's checkout, with the settings of that person (ignored files, credentials), for what is done in their name.
    /// </summary>
    public static GitCli OfCheckout(string folder) => new(folder, null, personal: true);

    /// <summary>Runs git to its end, whatever the exit code.</summary>
    /// <exception cref="PlatformException">git is not installed.</exception>
    public Task<CommandResult> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        answers.AskAsync(arguments, CommandFor(null, arguments), cancellationToken);

    /// <summary>Runs git and returns what it printed, without the last line break.</summary>
    /// <exception cref="PlatformException">git is not installed, or it failed; the sentence holds git's own last line.</exception>
    public async Task<string> OutputAsync(CancellationToken cancellationToken, params string[] arguments) =>
        OutputOf(await RunAsync(cancellationToken, arguments), arguments);

    internal Task<string> OutputAsync(
        IReadOnlyDictionary<string, string?> variables, string workingDirectory, IEnumerable<string> arguments,
        CancellationToken cancellationToken) =>
        OutputAsync(CommandFor(variables, arguments) with { WorkingDirectory = workingDirectory }, cancellationToken);

    private async Task<string> OutputAsync(Command command, CancellationToken cancellationToken) =>
        OutputOf(await command.RunAsync(cancellationToken), command.Arguments.Skip(Settings.Length * 2));

    private string OutputOf(CommandResult result, IEnumerable<string> arguments) => result.Succeeded
        ? result.Output.TrimEnd('\n')
        : throw new PlatformException(
            $"'git {arguments.FirstOrDefault()}' failed in '{Path}' with exit code {result.ExitCode}: {Reason(result)}");

    private Command CommandFor(IReadOnlyDictionary<string, string?>? extra, params IEnumerable<string> arguments)
    {
        var variables = extra is null
            ? environment
            : new Dictionary<string, string?>(environment.Concat(extra).GroupBy(pair => pair.Key).Select(group => group.Last()));
        return new Command("git", [.. Settings.SelectMany(setting => new[] { "-c", setting }), .. arguments])
        {
            WorkingDirectory = gitDirectory is null ? Path : null,
            Environment = variables,
        };
    }

    // git's fatal line says more than its last one, which is often a hint.
    internal static string Reason(CommandResult result) =>
        result.Error.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("fatal:", StringComparison.Ordinal))
        ?? result.LastLine;

    private static Dictionary<string, string?> CleanEnvironment(bool personal)
    {
        var inherited = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key);
        var variables = new Dictionary<string, string?>();
        foreach (var name in personal ? RepositoryVariables : inherited.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal)))
            variables[name] = null;
        variables["LC_ALL"] = "C";
        variables["LANGUAGE"] = null;
        variables["GIT_TERMINAL_PROMPT"] = "0";
        variables["GIT_AUTHOR_NAME"] = variables["GIT_COMMITTER_NAME"] = AuthorName;
        variables["GIT_AUTHOR_EMAIL"] = variables["GIT_COMMITTER_EMAIL"] = AuthorEmail;
        if (personal)
            return variables;
        variables["GIT_CONFIG_GLOBAL"] = "/dev/null";
        variables["GIT_CONFIG_NOSYSTEM"] = "1";
        variables["GIT_ATTR_NOSYSTEM"] = "1";
        variables["GIT_TEMPLATE_DIR"] = "";
        return variables;
    }
}
