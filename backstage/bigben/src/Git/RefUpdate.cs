namespace BigBen.Git;

/// <summary>One ref that a push wants to move.</summary>
/// <param name="Ref">Its full name, such as <c>refs/heads/main</c>.</param>
/// <param name="Old">The object it points at; all zeros where it does not exist.</param>
/// <param name="New">The object it shall point at; all zeros to delete it.</param>
public sealed record RefUpdate(string Ref, string Old, string New)
{
    /// <summary>Whether the ref shall be made.</summary>
    public bool IsCreation => Old.All(digit => digit == '0');

    /// <summary>Whether the ref shall go.</summary>
    public bool IsDeletion => New.All(digit => digit == '0');
}

/// <summary>What became of it.</summary>
/// <param name="Reason">Why it was refused, in one line; null where it was accepted.</param>
public sealed record RefResult(string? Reason)
{
    /// <summary>The ref moved.</summary>
    public static readonly RefResult Accepted = new((string?)null);

    /// <summary>The ref did not move, and why; <c>git push</c> shows it and ends with an error.</summary>
    public static RefResult Refused(string reason) => new(reason);
}
