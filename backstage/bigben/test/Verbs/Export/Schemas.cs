using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Verbs.Export;

/// <summary>
/// The schemas of other tools, of packages that <c>npm ci --prefix .github/lint</c> brings; <c>.ci/run</c> does that first.
/// </summary>
internal static class Schemas
{
    public static readonly string Folder = Path.Combine(RepositoryRoot.Path, ".github/lint");

    public static readonly string? Missing = Directory.Exists(Path.Combine(Folder, "node_modules/dclint"))
        ? null
        : "The schemas are not there: npm ci --prefix .github/lint --ignore-scripts";

    /// <summary>What a schema finds wrong; empty where nothing is.</summary>
    public static async Task<string> ErrorsAsync(string schema, JsonNode document)
    {
        var result = await new Command("node", Path.Combine(Folder, "schema.mjs"), schema) { Input = document.ToJsonString() }.RunAsync();
        return result.Succeeded ? "" : result.Error;
    }
}

/// <summary>A test with such a schema; skipped, with the reason, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SchemaFactAttribute : FactAttribute
{
    public SchemaFactAttribute() => Skip = Schemas.Missing;
}
