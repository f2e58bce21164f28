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

    private const string DigestOfA = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string DigestOfB = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    /// <summary>What an environment's service deploys.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="service">The service.</param>
    /// <param name="more">Further settings of the platform.</param>
    internal static async Task<Manifests> ServiceAsync(string environment, string service, string more = "")
    {
        var applications = await RealHelm.EnvironmentsAsync(Settings + more, Developer, Production);
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
