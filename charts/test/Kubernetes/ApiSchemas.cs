using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BigBen.Foundation;
using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.Kubernetes;

/// <summary>
/// The schemas of Kubernetes, Argo CD, the Gateway API and the Prometheus operator, as npm packages, obtained once for all test runs of
/// this machine.
/// </summary>
internal static class ApiSchemas
{
    // Generated from the projects' own OpenAPI documents and custom resource definitions.
    private static readonly string[] Packages =
    [
        "kubernetes-models@5.1.0", "@kubernetes-models/argo-cd@4.0.0", "@kubernetes-models/gateway-api@0.5.1",
        "@kubernetes-models/prometheus-operator@6.0.0", "typescript@5.9.3",
    ];

    /// <summary>
    /// The API groups that custom resource definitions bring, and the package that describes each; Kubernetes' own are in
    /// kubernetes-models.
    /// </summary>
    internal static readonly IReadOnlyDictionary<string, string> CustomGroups = new Dictionary<string, string>
    {
        ["argoproj.io"] = "@kubernetes-models/argo-cd",
        ["gateway.networking.k8s.io"] = "@kubernetes-models/gateway-api",
        ["monitoring.coreos.com"] = "@kubernetes-models/prometheus-operator",
    };

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "big-ben-tools", "api-schemas-2");

    private static readonly string[] Retries = ["--fetch-retries=1", "--fetch-timeout=30000"];

    private static readonly Lazy<string?> Obtained = new(Obtain);

    /// <summary>Why there are no schemas; null where there are.</summary>
    internal static string? WhyNot => Obtained.Value;

    /// <summary>What the schemas say of each object: <c>valid …</c> or <c>INVALID …</c>, its kind and name, and the reason.</summary>
    internal static async Task<IReadOnlyList<string>> ValidateAsync(Manifests manifests)
    {
        var lines = manifests.Objects.Select(o => new JsonObject { ["module"] = ModuleOf(o), ["object"] = Json(o) }.ToJsonString());
        // Whole or not at all: another run of the tests may be about to read it.
        var fresh = Path.Combine(Folder, $"validate-{Guid.NewGuid():N}.mjs");
        File.Copy(Repository.Path("charts/test/Kubernetes/validate.mjs"), fresh);
        File.Move(fresh, Path.Combine(Folder, "validate.mjs"), overwrite: true);
        var output = await new Command("node", "validate.mjs")
        {
            WorkingDirectory = Folder,
            Input = string.Join('\n', lines) + "\n",
        }.OutputAsync();
        var said = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        said.Count(line => line.StartsWith("valid ", StringComparison.Ordinal) || line.StartsWith("INVALID ", StringComparison.Ordinal))
            .ShouldBe(manifests.Objects.Count, output);
        return said;
    }

    /// <summary>
    /// What the packages' types say against the objects, a line each; above all a field that the API does not have, which the schemas
    /// let pass and the API server warns of or drops.
    /// </summary>
    internal static async Task<IReadOnlyList<string>> MistypedAsync(IEnumerable<Manifests> manifests)
    {
        var source = new StringBuilder();
        foreach (var (o, index) in manifests.SelectMany(manifest => manifest.Objects).Select((o, index) => (o, index)))
        {
            source.Append(
                CultureInfo.InvariantCulture,
                $"import type {{ I{o.Text("kind")} as T{index} }} from '{ModuleOf(o)}';\n"
                + $"export const o{index}: T{index} = {Json(o)!.ToJsonString()};\n");
        }

        var name = $"objects-{Guid.NewGuid():N}.ts";
        var file = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(file, source.ToString());
        try
        {
            var result = await new Command(
                "node", "node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext",
                "--pretty", "false", name)
            {
                WorkingDirectory = Folder,
            }.RunAsync();
            var said = result.Output.Split('\n').Where(line => line.Contains("error TS", StringComparison.Ordinal)).ToList();
            return result.Succeeded || said.Count > 0 ? said : throw new InvalidOperationException($"tsc: {result.LastLine}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string ModuleOf(YamlNode o) =>
        $"{CustomGroups.GetValueOrDefault(o.ApiGroup(), "kubernetes-models")}/{o.Text("apiVersion")}/{o.Text("kind")}";

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
            new Command("npm", ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", .. Retries, .. Packages])
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
        YamlMappingNode map =>
            new JsonObject(map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Json(child.Value)))),
        YamlSequenceNode items => new JsonArray([.. items.Children.Select(Json)]),
        YamlScalarNode scalar when scalar.IsQuoted()
            || scalar.Style is YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded =>
            JsonValue.Create(scalar.Value),
        YamlScalarNode { Value: null or "" or "null" or "~" } => null,
        YamlScalarNode { Value: "true" or "false" } scalar => JsonValue.Create(scalar.Value == "true"),
        YamlScalarNode scalar when long.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
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
