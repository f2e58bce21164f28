namespace BigBen.Console;

/// <summary>Deliver a commit to developer.</summary>
/// <param name="Commit">The commit that main is to become; null for the main that is there.</param>
/// <param name="First">Whether this is the platform coming up: images that are missing are built, nothing is tested.</param>
public sealed record DeliveryRequest(string? Commit, bool First);

/// <summary>Release to production.</summary>
/// <param name="Version">The version, such as <c>v1.2.0</c>; null for the first local release, whose version the platform chooses.</param>
/// <param name="Revision">What to release: a commit, branch or tag of the forge; null for main.</param>
public sealed record ReleaseRequest(string? Version, string? Revision);

/// <summary>Restore what a service ran before.</summary>
/// <param name="Service">The service.</param>
/// <param name="Environment">The environment.</param>
public sealed record RollbackRequest(string Service, string Environment);

/// <summary>What a platform says of itself.</summary>
/// <param name="Build">The build of <c>bigben</c> that runs it.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Started">When it came up, UTC.</param>
/// <param name="Unenforced">What its manifests ask for and a platform of processes does not enforce, one line each.</param>
public sealed record PlatformInfo(string Build, int ProcessId, DateTimeOffset Started, IReadOnlyList<string> Unenforced);
