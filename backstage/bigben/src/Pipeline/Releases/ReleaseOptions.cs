using BigBen.Pipeline.Protection;

namespace BigBen.Pipeline.Releases;

/// <summary>How a release differs from the usual one.</summary>
internal sealed record ReleaseOptions
{
    /// <summary>The tag object or commit that a push wants the version's tag to be; null to make an annotated tag.</summary>
    public string? PushedTag { get; init; }

    /// <summary>Whether only the images get the version, as with a version such as <c>v1.2.0-rc.1</c> in any case.</summary>
    public bool IsPrerelease { get; init; }

    /// <summary>Whether it is the platform's first release, whose version <c>v1.2.1-local.1</c> is not a pre-release of people.</summary>
    public bool IsFirst { get; init; }

    /// <summary>The environment that it goes to; null for the last.</summary>
    public string? To { get; init; }

    /// <summary>Whether an image is released although the environment before was rolled back from it.</summary>
    public bool IsForced { get; init; }

    /// <summary>Who asks for it.</summary>
    public Asking Asking { get; init; } = new(By: null);

    /// <summary>Whether it becomes a pull request, which people approve there.</summary>
    public bool IsProposed { get; init; }

    /// <summary>Whether an environment runs a version that is released so.</summary>
    public bool ReachesEnvironment(SemanticVersion version) => !IsPrerelease && (IsFirst || version.Prerelease.Length == 0);
}
