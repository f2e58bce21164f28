namespace BigBen.Pipeline.Stages;

/// <summary>The stages of the pipeline of a service, in their order.</summary>
internal enum Stage
{
    /// <summary>Formatting, compiler and analyzers.</summary>
    Lint,

    /// <summary>Tests that need nothing but the service.</summary>
    Unit,

    /// <summary>The image, without the tag that others look for.</summary>
    Image,

    /// <summary>Tests with a real database.</summary>
    Integration,

    /// <summary>Known vulnerabilities of packages and image, and secrets in clear text.</summary>
    Scan,

    /// <summary>The image gets its tag.</summary>
    Registry,

    /// <summary>An environment of its own, with its database.</summary>
    Deploy,

    /// <summary>The team's collection against the URL of that environment.</summary>
    E2E,

    /// <summary>Load and thresholds against the same URL.</summary>
    Performance,

    /// <summary>The same image, recorded in the first environment.</summary>
    Promote,
}

/// <summary>What stages are called.</summary>
internal static class StageNames
{
    /// <summary>All stages, in their order.</summary>
    public static IReadOnlyList<Stage> All { get; } = Enum.GetValues<Stage>();

    /// <summary>As people write it, such as <c>e2e</c>.</summary>
    public static string NameOf(Stage stage) => $"{stage}".ToLowerInvariant();

    /// <summary>As a run shows it: with its place among all.</summary>
    public static string Title(Stage stage) => $"{(int)stage + 1}/{All.Count} {NameOf(stage)}";
}
