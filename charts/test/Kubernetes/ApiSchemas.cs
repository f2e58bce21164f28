using System.Text.Json.Nodes;
using BigBen.Foundation;
using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.Kubernetes;

/// <summary>The schemas of Kubernetes, Argo CD, the Gateway API and the Prometheus operator, as npm packages, obtained once for all test runs of this machine.</summary>
internal static class ApiSchemas
{
    // Generated from the projects' own OpenAPI documents and custom resource definitions.
    private static readonly string[] Packages =
    [
        "kubernetes-models@5.1.0", "@kubernetes-models/argo-cd@4.0.0", "@kubernetes-models/gateway-api@0.5.1", "@kubernetes-models/prometheus-operator@6.0.0",
    ];

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "big-ben-tools", "api-schemas-1");

    private static readonly Lazy<string?> Obtained = new(Obtain);

    /// <summary>Why there are no schemas; null where there are.</summary>
    internal static string? WhyNot => Obtained.Value;

    /// <summary>What the schemas say of each object: <c>valid …</c> or <c>INVALID …</c>, its kind and name, and the reason.</summary>
    internal static async Task<IReadOnlyList<string>> ValidateAsync(Manifests manifests)
    {
        var lines = manifests.Objects.Select(o => Json(o)!.ToJsonString());
        File.Copy(Repository.Path("charts/test/Kubernetes/validate.mjs"), Path.Combine(Folder, "validate.mjs"), overwrite: true);
        var output = await new Command("node", "validate.mjs") { WorkingDirectory = Folder, Input = string.Join('\n', lines) + "\n" }.OutputAsync();
        var said = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        said.Count(line => line.StartsWith("valid ", StringComparison.Ordinal) || line.StartsWith("INVALID ", StringComparison.Ordinal)).ShouldBe(manifests.Objects.Count, output);
        return said;
    }

    private static string? Obtain()
    {
        if (Directory.Exists(Folder))
            return null;
        var fresh = $"{Folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(fresh);
        File.WriteAllText(Path.Combine(fresh, "package.json"), """{"private": true, "type": "module"}""");
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            new Command("npm", ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=30000", .. Packages])
            {
                WorkingDirectory = fresh,
            }.OutputAsync(deadline.Token).GetAwaiter().GetResult();
            new Command("node", "--version").OutputAsync(deadline.Token).GetAwaiter().GetResult();
            Directory.Move(fresh, Folder);
            return null;
        }
        catch (Exception e) when (e is PlatformException or OperationCanceledException)
        {
            Directory.Delete(fresh, recursive: true);
            return $"npm cannot obtain the schemas: {e.Message}";
        }
        catch (IOException) when (Directory.Exists(Folder))
        {
            // Another test run was faster.
            Directory.Delete(fresh, recursive: true);
            return null;
        }
    }

    // YAML 1.1 as Kubernetes reads it: a plain scalar may be a number or a boolean, a quoted one is text.
    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Json(child.Value)))),
        YamlSequenceNode items => new JsonArray([.. items.Children.Select(Json)]),
        YamlScalarNode scalar when scalar.IsQuoted() || scalar.Style is YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded => JsonValue.Create(scalar.Value),
        YamlScalarNode { Value: null or "" or "null" or "~" } => null,
        YamlScalarNode { Value: "true" or "false" } scalar => JsonValue.Create(scalar.Value == "true"),
        YamlScalarNode scalar when long.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException($"no JSON for {node}"),
    };
}

/// <summary>A theory that is skipped, with the reason, where the schemas cannot be obtained.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SchemaTheoryAttribute : TheoryAttribute
{
    public SchemaTheoryAttribute() => Skip = ApiSchemas.WhyNot;
}
