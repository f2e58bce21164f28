namespace BigBen.Pipeline.Proving;

/// <summary>What a run waits for, once it is recorded.</summary>
/// <param name="Commit">The commit of main that holds the records.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Services">The services that the run changes, those that it removes among them: the run is judged by these alone.</param>
public sealed record Awaited(string Commit, string Environment, IReadOnlyCollection<string> Services)
{
    /// <summary>
    /// Whether the other services are waited for as well, as <c>up</c> does: one of them that failed is told all the same, no more.
    /// </summary>
    public bool WithOthers { get; init; }

    /// <summary>Whether anything has to come true.</summary>
    public bool IsAnything => Services.Count > 0 || WithOthers;
}
