namespace BigBen.Kubernetes.Waiting;

/// <summary>How long a wait may take.</summary>
/// <param name="Ready">Until everything is as it should be.</param>
/// <param name="Failing">How long something may be called failed before it is believed: an old replica's failure is still told for a moment.</param>
internal sealed record WaitPatience(TimeSpan Ready, TimeSpan Failing);
