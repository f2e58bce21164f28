using BigBen.Platforms;

namespace BigBen.Tests.Scenario;

/// <summary>The platform that the scenario runs on: what <c>BIGBEN_PLATFORM</c> names, local by default.</summary>
internal static class ScenarioPlatform
{
    internal const string Local = PlatformChoice.Local;

    private static readonly string[] Tools = ["kind", "kubectl", "helm"];

    private static readonly Lazy<string?> Reason = new(Look);

    internal static string Name { get; } = Environment.GetEnvironmentVariable("BIGBEN_PLATFORM") is { Length: > 0 } named ? named : Local;

    /// <summary>Whether it stays up afterwards, as <c>BIGBEN_KEEP</c> says.</summary>
    internal static bool IsKept { get; } = Environment.GetEnvironmentVariable("BIGBEN_KEEP") is { Length: > 0 };

    /// <summary>Why the scenario cannot run on it here; null where it can.</summary>
    internal static string? WhyNot => Reason.Value;

    private static string? Look()
    {
        if (Name == Local)
            return null;
        if (Name != PlatformChoice.Kind)
            throw new InvalidOperationException($"BIGBEN_PLATFORM is '{Name}' where kind or local is expected");
        var missing = Tools.FirstOrDefault(
            tool => !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool))));
        var engine = ContainerEngine.FindAsync(CancellationToken.None).GetAwaiter().GetResult();
        return engine != "docker" ? "no container engine answers, which a kind platform needs"
            : missing is not null ? $"{missing} is not installed, which a kind platform needs"
            : null;
    }
}

/// <summary>A fact of the scenario, skipped with the reason where its platform cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PlatformFactAttribute : FactAttribute
{
    /// <param name="only">The one platform that it is about; null for every one.</param>
    public PlatformFactAttribute(string? only = null) =>
        Skip = ScenarioPlatform.WhyNot ?? (only is null || only == ScenarioPlatform.Name ? null : $"it is about the platform {only}");
}

/// <summary>A theory of the scenario, skipped with the reason where its platform cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PlatformTheoryAttribute : TheoryAttribute
{
    public PlatformTheoryAttribute() => Skip = ScenarioPlatform.WhyNot;
}
