using BigBen.Pipeline.Records;

namespace BigBen.Console;

/// <summary>One ref of a push, as the forge's hook hands it over.</summary>
/// <param name="Ref">Its full name.</param>
/// <param name="Old">The object it points at; all zeros where it does not exist.</param>
/// <param name="New">The object it shall point at; all zeros to delete it.</param>
public sealed record PushRequest(string Ref, string Old, string New);

/// <summary>Release to an environment.</summary>
/// <param name="Version">The version, such as <c>v1.2.0</c>; null for the first local release, whose version the platform chooses.</param>
/// <param name="Revision">What to release: a commit, branch or tag of the forge; null for main.</param>
/// <param name="Force">Whether an image is released although the environment before was rolled back from it.</param>
/// <param name="To">The environment; null for the last.</param>
public sealed record ReleaseRequest(string? Version, string? Revision, bool Force = false, string? To = null)
{
    /// <summary>Who asks, as git writes people; null where that is not known.</summary>
    public string? By { get; init; }

    /// <summary>Why it must not wait for approvals and windows; null where it may.</summary>
    public string? Override { get; init; }
}

/// <summary>Restore what a service ran before.</summary>
/// <param name="Service">The service.</param>
/// <param name="Environment">The environment.</param>
public sealed record RollbackRequest(string Service, string Environment)
{
    /// <summary>What it is to be rolled back from, as whoever asks has seen it; null for whatever is recorded.</summary>
    public ServiceRecord? From { get; init; }

    /// <inheritdoc cref="ReleaseRequest.By"/>
    public string? By { get; init; }

    /// <inheritdoc cref="ReleaseRequest.Override"/>
    public string? Override { get; init; }
}

/// <summary>Approve what waits to be delivered.</summary>
/// <param name="Request">The commit that asks for it, or the beginning of its id.</param>
/// <param name="By">Who approves, as git writes people; null where that is not known.</param>
public sealed record ApprovalRequest(string Request, string? By);

/// <summary>What a platform says of itself.</summary>
/// <param name="Build">The build of <c>bigben</c> that runs it.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Started">When it came up, UTC.</param>
public sealed record PlatformInfo(string Build, int ProcessId, DateTimeOffset Started);
