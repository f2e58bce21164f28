using BigBen.Platforms.Local.Databases;

namespace BigBen.Tests.Platforms.Local.Databases;

/// <summary>
/// A test with a real database server: one of this machine, or of the folder that a variable names, as <c>dpkg -x</c> leaves it. It is
/// skipped, and says so, where there is none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DatabaseFactAttribute : FactAttribute
{
    public DatabaseFactAttribute(string image)
    {
        var engine = DatabaseEngine.Find(image)!.Value.Engine;
        if (DatabaseServer.FindAsync(engine, "latest", Roots(image), CancellationToken.None).GetAwaiter().GetResult() is null)
            Skip = $"There is no server of {engine.Name}: install one, or name its folder by {Variable(image)}.";
    }

    /// <summary>The folders to look in; null for this machine's.</summary>
    public static IReadOnlyList<string>? Roots(string image) =>
        Environment.GetEnvironmentVariable(Variable(image)) is { Length: > 0 } root ? [root] : null;

    private static string Variable(string image) => $"BIGBEN_{image.ToUpperInvariant()}";
}
