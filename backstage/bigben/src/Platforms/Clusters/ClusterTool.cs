using System.Text.RegularExpressions;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Clusters;

/// <summary>A program that platforms in a cluster call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Question">Asks for its version.</param>
/// <param name="Where">Where it is to be had.</param>
internal sealed partial record ClusterTool(string Name, Command Question, string Where)
{
    /// <summary>What to do where a machine does not get it.</summary>
    public const string Otherwise = "or choose --platform local";

    public static readonly IReadOnlyList<ClusterTool> All =
    [
        new("kind", new Command("kind", "version"), "https://kind.sigs.k8s.io"),
        new("kubectl", new Command("kubectl", "version", "--client"), "https://kubernetes.io/docs/tasks/tools"),
        new("helm", new Command("helm", "version", "--short"), "https://helm.sh"),
    ];

    /// <summary>The version in an answer to <see cref="Question"/>; null where it tells none.</summary>
    public static Version? VersionIn(string answer) =>
        Number().Match(answer) is { Success: true } match ? Version.Parse(match.Groups[1].Value) : null;

    /// <summary>What it is where what is needed, as in <c>kind is 0.29.0 where 0.33.0</c>; null where its answer is new enough.</summary>
    public string? Unfit(string answer, Version oldest) =>
        VersionIn(answer) is var version && version >= oldest
            ? null
            : $"{Name} is {version?.ToString() ?? "of an unknown version"} where {oldest}";

    /// <summary>Looks whether it is there and new enough.</summary>
    /// <param name="oldest">The oldest version that works.</param>
    /// <param name="patience">How long it may take to answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its name and version.</returns>
    /// <exception cref="PlatformException">It is not.</exception>
    public async Task<string> RequireAsync(Version oldest, TimeSpan patience, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(Question, $"The tool {Name}: install it from {Where}, {Otherwise}", patience, cancellationToken);
        return Unfit(answer, oldest) is { } unfit
            ? throw new PlatformException($"{unfit} or newer is needed: install it from {Where}, {Otherwise}.")
            : $"{Name} {VersionIn(answer)}";
    }

    /// <summary>Asks a program.</summary>
    /// <param name="question">The question.</param>
    /// <param name="missing">What to say where the program cannot be started.</param>
    /// <param name="patience">How long it may take to answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">It cannot be started, fails or hangs.</exception>
    public static async Task<string> AskAsync(Command question, string missing, TimeSpan patience, CancellationToken cancellationToken)
    {
        CommandResult result;
        try
        {
            result = await StepCommand.RunAsync(question, patience, cancellationToken);
        }
        catch (PlatformException e) when (e.InnerException is not null)
        {
            throw new PlatformException($"{missing}. ({e.Message})", e);
        }

        return result.Succeeded ? result.Output.Trim() : throw new PlatformException(CommandFailure.Explain(question, result));
    }

    [GeneratedRegex(@"v(\d+\.\d+\.\d+)")]
    private static partial Regex Number();
}
