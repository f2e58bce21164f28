namespace BigBen.Verbs.Progress;

/// <summary>The words and marks of a run, the same on a terminal, in a pipe and in a push.</summary>
internal static class StepText
{
    public static string Seconds(double seconds) => FormattableString.Invariant($"{seconds:0.0} s");

    public static string Mark(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Succeeded => "✓",
        StepOutcome.Failed => "✗",
        _ => "–",
    };

    public static string Finished(StepFinished step)
    {
        var text = $"{Mark(step.Outcome)} {step.Step}  {Seconds(step.Seconds)}";
        return Detail(step) is { Length: > 0 } detail ? $"{text}  {detail}" : text;
    }

    // A failure's reason is the last line of everything, so it is not said twice.
    public static string Detail(StepFinished step) => step.Outcome == StepOutcome.Failed ? "" : step.Detail ?? "";
}
