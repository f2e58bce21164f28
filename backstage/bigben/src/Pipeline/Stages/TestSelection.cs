namespace BigBen.Pipeline.Stages;

/// <summary>Which tests of a project are run, and with what.</summary>
/// <param name="Filter">A filter of <c>dotnet test</c>, such as <c>Category=EndToEnd</c>; null for all tests.</param>
internal sealed record TestSelection(string? Filter)
{
    /// <summary>Every test.</summary>
    public static readonly TestSelection All = new((string?)null);

    /// <summary>Whether the project was just compiled with the same stamp.</summary>
    public bool IsCompiled { get; init; }

    /// <summary>Variables that the tests are started with.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();
}
