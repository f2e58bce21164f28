namespace BigBen.Hostile.Git;

/// <summary>What is to become of a push.</summary>
internal enum Fate
{
    /// <summary>It is refused with a reason, and nothing moves.</summary>
    Refused,

    /// <summary>It is taken.</summary>
    Taken,

    /// <summary>Git or the platform may do either: it ends in good order.</summary>
    Either,
}

/// <summary>A push that nobody should make.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Fate">What is to become of it.</param>
/// <param name="PrepareAsync">Makes it, and returns what is pushed.</param>
internal sealed record GitCase(string Name, Fate Fate, Func<Attacker, Task<string[]>> PrepareAsync);
