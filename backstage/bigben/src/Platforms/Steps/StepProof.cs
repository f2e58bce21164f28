namespace BigBen.Platforms.Steps;

/// <summary>How a step is seen to have worked.</summary>
/// <param name="Missing">Says what is still missing, in a few words; null when everything is as it should be.</param>
/// <param name="Deadline">How long it may take; what is missing then is the reason of the failure.</param>
public sealed record StepProof(Func<CancellationToken, Task<string?>> Missing, TimeSpan Deadline);
