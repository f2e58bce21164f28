namespace BigBen.Platforms.Steps;

/// <summary>What a look at a step's outcome found.</summary>
/// <param name="IsDone">Whether there is nothing to do.</param>
/// <param name="Detail">What is there, or what is missing, in a few words.</param>
/// <param name="Commands">What is to be run where not everything is; null for all of the step's commands.</param>
public sealed record StepCheck(bool IsDone, string Detail, IReadOnlyList<Command>? Commands = null)
{
    /// <summary>Nothing to do.</summary>
    public static StepCheck Done(string detail) => new(true, detail);

    /// <summary>Nothing of it is there: all of the step's commands are to be run.</summary>
    public static StepCheck Missing(string detail = "") => new(false, detail);

    /// <summary>Something of it is there: these commands finish it.</summary>
    public static StepCheck Partial(string detail, IReadOnlyList<Command> commands) => new(false, detail, commands);
}
