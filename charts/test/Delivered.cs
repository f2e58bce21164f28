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

    /// <summary>Records of every service in any environment: those of developer where main is delivered to, else of production.</summary>
    internal static string Records(string environment)
    {
        var isFirst = environment == Repository.Environments.First;
        var known = isFirst ? Developer : Production;
        var others = Repository.Services.Where(service => !known.Contains($"{service}:", StringComparison.Ordinal))
            .Select(service => $"\n  {service}: {{ revision: refs/tags/v1.2.0, tag: \"v1.2.0\", digest: \"{DigestOfA}\" }}");
        return known.Replace(isFirst ? "developer:" : "production:", $"{environment}:", StringComparison.Ordinal) + string.Concat(others);
    }

    /// <summary>What an environment's service deploys.</summary>
    internal static async Task<Manifests> ServiceAsync(string environment, string service)
    {
        var applications = await RealHelm.ListedAsync(Settings, Records(environment));
        var application = applications.One("Application", $"{environment}-{service}");
        var source = application.At("spec", "source");
        return await RealHelm.TemplateAsync(new HelmTemplate(
            source.Text("helm", "releaseName"), Repository.Path(source.Text("path")), application.Text("spec", "destination", "namespace"))
        {
            ValueFiles = [.. source.Items("helm", "valueFiles").Select(file => Repository.Path(file.ToString()))],
            Parameters = [.. source.Items("helm", "parameters").Select(parameter =>
                new HelmParameter(parameter.Text("name"), parameter.Text("value"), parameter.Find("forceString")?.ToString() == "true"))],
        });
    }
}
