using System.CommandLine;

namespace BigBen.Hostile;

/// <summary>What is asked for on the command line.</summary>
/// <param name="Seed">What the dice are made of.</param>
/// <param name="Case">The one case to repeat; null for all.</param>
/// <param name="State">The state folder of a platform that runs; null to start one.</param>
/// <param name="Kubeconfig">A real cluster whose answers to values are compared; null for none.</param>
/// <param name="Parts">The parts, in order.</param>
internal sealed record Choice(int Seed, int? Case, string? State, string? Kubeconfig, IReadOnlyList<string> Parts)
{
    /// <summary>The seed that is kept: what it found is repaired and stays so.</summary>
    public const int KeptSeed = 12;

    /// <summary>The cases of a part of so many: the first one, and the one after the last.</summary>
    public (int First, int End) Of(int count) => Case is { } one ? (one, one + 1) : (0, count);

    /// <summary>Reads the command line and does what it asks for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="parts">The parts that there are.</param>
    /// <param name="run">Does it; returns the exit code.</param>
    public static Task<int> ReadAsync(string[] arguments, string[] parts, Func<Choice, Task<int>> run)
    {
        var seed = new Option<int>("--seed") { Description = "What the cases are made of.", DefaultValueFactory = _ => KeptSeed };
        var one = new Option<int?>("--case") { Description = "Repeat this case of the one part that is named." };
        var state = new Option<string?>("--state") { Description = "Try the platform that runs with this state folder, and leave it." };
        var kubeconfig = new Option<string?>("--kubeconfig")
        {
            Description = "Compare what becomes of values with a real cluster, by dry runs (default: $BIGBEN_KUBECONFIG).",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("BIGBEN_KUBECONFIG"),
        };
        var names = new Argument<string[]>("part") { Description = "What to try (default: all).", DefaultValueFactory = _ => parts };
        names.AcceptOnlyFromAmong(parts);
        var command = new RootCommand("Tries what nobody should send against a local platform of the committed sources.")
        {
            seed, one, state, kubeconfig, names,
        };
        command.SetAction(parsed => run(new Choice(
            parsed.GetValue(seed), parsed.GetValue(one), parsed.GetValue(state), parsed.GetValue(kubeconfig), parsed.GetValue(names)!)));
        return command.Parse(arguments).InvokeAsync();
    }
}
