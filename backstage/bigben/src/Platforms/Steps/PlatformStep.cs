namespace BigBen.Platforms.Steps;

/// <summary>
/// One step of bringing a platform up, as data: what it writes and runs, how to see that it is done already, how to see that it
/// worked, and how to undo it. <see cref="StepRunner"/> runs it, the plan prints it.
/// </summary>
/// <param name="Name">What it does, in a few words.</param>
public sealed record PlatformStep(string Name)
{
    // Above the longest wait that a command of ours asks for itself.
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(12);

    /// <summary>Files that its commands read: path and text. Written first.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The exact command lines, in order.</summary>
    public IReadOnlyList<Command> Commands { get; init; } = [];

    /// <summary>What it does that is not a command, a sentence each, for the plan.</summary>
    public IReadOnlyList<string> Does { get; init; } = [];

    /// <summary>Looks whether there is anything to do; changes nothing.</summary>
    public Func<CancellationToken, Task<StepCheck>> Check { get; init; } = _ => Task.FromResult(StepCheck.Missing());

    /// <summary>Whether it makes anything that lasts; a step that only looks does not.</summary>
    public bool Changes { get; init; } = true;

    /// <summary>What is done after the commands by this program itself; null for nothing.</summary>
    public Func<Step, CancellationToken, Task>? Apply { get; init; }

    /// <summary>How it is seen to have worked; null where its commands tell.</summary>
    public StepProof? Verify { get; init; }

    /// <summary>How long a command may run before it counts as hanging.</summary>
    public TimeSpan Patience { get; init; } = DefaultPatience;

    /// <summary>The exact command lines that undo it; harmless where there is nothing to undo.</summary>
    public IReadOnlyList<Command> Undo { get; init; } = [];

    /// <summary>Says what is left after <see cref="Undo"/>; null when nothing is.</summary>
    public Func<CancellationToken, Task<string?>>? Left { get; init; }
}
