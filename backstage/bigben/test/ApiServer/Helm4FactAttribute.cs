using BigBen.Manifests.Helm;

namespace BigBen.Tests.ApiServer;

/// <summary>A test with a real Helm 4; skipped, with the reason, where <c>BIGBEN_HELM4</c> names none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class Helm4FactAttribute : FactAttribute
{
    private static readonly string? Path = Environment.GetEnvironmentVariable("BIGBEN_HELM4");

    public Helm4FactAttribute()
    {
        if (!File.Exists(Path))
            Skip = "there is no Helm 4: BIGBEN_HELM4 names its program";
    }

    /// <summary>That Helm, with a home of its own.</summary>
    public static HelmProgram Program(string home) => new(Path!, new Version(4, 0), "BIGBEN_HELM4", home);
}
