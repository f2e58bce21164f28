namespace BigBen.Kubernetes.Waiting;

/// <summary>How long a wait may take.</summary>
/// <param name="Ready">Until everything is as it should be.</param>
/// <param name="Failing">
/// How long something may be called failed before it is believed: an old replica's failure is still told for a moment.
/// </param>
/// <param name="Recovering">
/// How long something may stay Degraded while no pod of it is in trouble: a Deployment past its progress deadline, whose image or
/// configuration has come since, is Degraded until a pod of it is ready.
/// </param>
internal sealed record WaitPatience(TimeSpan Ready, TimeSpan Failing, TimeSpan Recovering);
