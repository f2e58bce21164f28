namespace BigBen.Pipeline.Protection;

/// <summary>What the gate says of a change.</summary>
/// <param name="Trailers">What the commit that records it says of who asked, who approved and who did not wait.</param>
/// <param name="Waiting">What it waits for; null where it may go on.</param>
internal sealed record Passage(IReadOnlyList<string> Trailers, Waiting? Waiting)
{
    /// <summary>Of a change that no rule is for.</summary>
    public static Passage Free { get; } = new([], null);

    /// <summary>A commit's message with the trailers at its end.</summary>
    /// <param name="message">The message; its last paragraph is of trailers where it has several.</param>
    public string Sign(string message) =>
        Trailers.Count == 0 ? message
        : $"{message}{(message.Contains("\n\n", StringComparison.Ordinal) ? "\n" : "\n\n")}{string.Join('\n', Trailers)}";
}
