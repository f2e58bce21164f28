using System.Text.RegularExpressions;
using BigBen.Foundation;

namespace BigBen.Platforms.Kind;

/// <summary>A program that the kind platform calls.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Question">Asks for its version.</param>
/// <param name="Where">Where it is to be had.</param>
internal sealed partial record KindTool(string Name, Command Question, string Where)
{
    public static readonly IReadOnlyList<KindTool> All =
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

    [GeneratedRegex(@"v(\d+\.\d+\.\d+)")]
    private static partial Regex Number();
}
