using BigBen.Manifests.Helm;

namespace BigBen.Charts.Tests;

/// <summary>The way of a delivery: recorded in an environment's file, made an Application of, rendered by its parameters.</summary>
internal static class Delivered
{
    internal const string Settings =
        "repository: http://git.example/big-ben.git\nregistry: registry.example:5001\ndomain: bigben.localhost\n";

    /// <summary>A tag of seven digits, as one commit in 27 has it; unquoted it would be a number.</summary>
    internal const string Developer = $$"""
        developer:
          service-a: { revision: "4632410aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", tag: "4632410", digest: "{{DigestOfA}}" }
          service-b: { revision: "634e207bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", tag: "634e207", digest: "{{DigestOfB}}" }
        """;

    internal const string Production = $$"""
        production:
          service-a: { revision: refs/tags/v1.2.0, tag: "v1.2.0", digest: "{{DigestOfA}}" }
          service-b: { revision: refs/tags/v1.2.0, tag: "v1.2.0", digest: "{{DigestOfB}}" }
        """;

    /// <summary>The two environments alone, whatever the repository lists.</summary>
    internal static readonly string Two = "environments:\n" + string.Concat(Repository.Environments.Names
        .Select(name => $"  {name}: null\n")
        .Where(line => line is not ("  developer: null\n" or "  production: null\n"))
        .Append("  developer: {hostPrefix: dev}\n")
        .Append("  production: {hostPrefix: production, promotesFrom: developer}\n"));

    private const string DigestOfA = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string DigestOfB = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    /// <summary>What an environment's service deploys.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="service">The service.</param>
    /// <param name="more">Further settings of the platform.</param>
    internal static async Task<Manifests> ServiceAsync(string environment, string service, string more = "") => await RenderAsync(
        await RealHelm.ListedAsync(Settings + more, Record(environment, service, "4632410")), $"{environment}-{service}", Repository.Path);

    /// <summary>What a service deploys that is there for the charts' tests alone, with values of <c>Golden</c>.</summary>
    internal static async Task<Manifests> SampleAsync(string environment, string tag) => await RenderAsync(
        await RealHelm.EnvironmentsAsync(Settings, Record(environment, "sample", tag)),
        $"{environment}-sample",
        _ => Repository.Path($"charts/test/Golden/{environment}-sample.values.yaml"));

    private static string Record(string environment, string service, string tag) => $$"""
        {{environment}}:
          {{service}}: { revision: "4632410aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", tag: "{{tag}}", digest: "{{DigestOfA}}" }
        """;

    private static async Task<Manifests> RenderAsync(Manifests environments, string name, Func<string, string> valueFile)
    {
        var application = environments.One("Application", name);
        var source = application.At("spec", "source");
        return await RealHelm.TemplateAsync(new HelmTemplate(
            source.Text("helm", "releaseName"), Repository.Path(source.Text("path")), application.Text("spec", "destination", "namespace"))
        {
            ValueFiles = [.. source.Items("helm", "valueFiles").Select(file => valueFile(file.ToString()))],
            Parameters = [.. source.Items("helm", "parameters").Select(parameter =>
                new HelmParameter(parameter.Text("name"), parameter.Text("value"), parameter.Find("forceString")?.ToString() == "true"))],
        });
    }
}
