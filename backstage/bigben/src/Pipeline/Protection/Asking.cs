namespace BigBen.Pipeline.Protection;

/// <summary>Who wants something delivered.</summary>
/// <param name="By">Who; null where that is not known.</param>
/// <param name="Override">Why it must not wait for approvals and windows, in one line; null where it may.</param>
internal sealed record Asking(Person? By, string? Override = null)
{
    /// <summary>Reads what a command was given.</summary>
    /// <param name="by">Who, as <see cref="Person"/> writes it.</param>
    /// <param name="reason">Why it must not wait; blank for none. Becomes one line, so that it is one trailer.</param>
    public static Asking Of(string? by, string? reason) =>
        new(Person.TryParse(by), reason?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words
            ? string.Join(' ', words)
            : null);
}
