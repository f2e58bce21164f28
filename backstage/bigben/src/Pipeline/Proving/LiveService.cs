namespace BigBen.Pipeline.Proving;

/// <summary>A service that was seen to be what is recorded.</summary>
/// <param name="Service">The service.</param>
/// <param name="IsAsleep">Whether that is to have no pods, so that its program was not seen.</param>
public sealed record LiveService(string Service, bool IsAsleep = false);
