using System.Text.Json.Nodes;
using BigBen.Foundation;
using Xunit.Abstractions;

namespace BigBen.Charts.Tests.Kubernetes;

/// <summary>
/// Everything that the charts render, asked of a real API server: the cluster of the kubeconfig which <c>BIGBEN_KUBECONFIG</c> names.
/// Nothing is made there but a namespace of this test's own, which enforces the restricted Pod Security Standard and goes away again.
/// </summary>
public class ApiServerTests(ITestOutputHelper output)
{
    // Argo CD's finalizer has no path in its name, which 1.36 warns of, and Argo CD knows it by no other.
    private const string Finalizer = "Warning: metadata.finalizers: \"resources-finalizer.argocd.argoproj.io\": "
        + "prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers";

    [ApiServerFact]
    public async Task The_API_server_takes_everything_without_a_warning()
    {
        var version =
            JsonNode.Parse(await Kubectl("version", "--output", "json").OutputAsync())!["serverVersion"]!["gitVersion"]!.ToString()
            .TrimStart('v');
        var @namespace = $"big-ben-check-{Guid.NewGuid().ToString("N")[..8]}";
        await Kubectl("create", "namespace", @namespace).OutputAsync();
        try
        {
            await Kubectl(
                "label", "namespace", @namespace, "pod-security.kubernetes.io/enforce=restricted",
                "pod-security.kubernetes.io/warn=restricted").OutputAsync();
            // What a custom resource definition brings can only be asked where it is installed, as Argo CD's are on the platform.
            var known = (await Kubectl("api-resources", "--output", "name").OutputAsync()).Split('\n');
            var custom = ApiSchemas.CustomGroups.Keys.Where(
                group => !known.Any(resource => resource.EndsWith($".{group}", StringComparison.Ordinal)))
                .ToList();
            foreach (var manifests in await RenderedCharts.AllAsync(version, @namespace))
            {
                // What only `helm test` makes is not part of what is deployed.
                var asked = manifests.Without(custom).WithoutTests();
                output.WriteLine($"Kubernetes {version}: {asked.Objects.Count} of {manifests.Objects.Count} objects are asked for");
                if (asked.Objects.Count == 0)
                    continue;
                var result = await (Kubectl(
                    "apply", "--server-side", "--force-conflicts", "--dry-run=server", "--validate=strict", "--filename", "-") with
                {
                    Input = asked.Text(),
                }).RunAsync();
                result.Succeeded.ShouldBeTrue(result.Error);
                result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line == Finalizer);
                result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(asked.Objects.Count, result.Output);
            }
        }
        finally
        {
            await Kubectl("delete", "namespace", @namespace, "--wait=false").OutputAsync();
        }
    }

    [ApiServerFact]
    public async Task The_API_server_refuses_what_is_not_valid()
    {
        var result = await (Kubectl("apply", "--server-side", "--dry-run=server", "--validate=strict", "--filename", "-") with
        {
            Input = "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: default}\nspec: {ports: [{name: http, prt: 80}]}\n",
        }).RunAsync();
        result.Succeeded.ShouldBeFalse(result.Output);
        // And for no other reason, such as a cluster that does not answer.
        result.Error.ShouldContain("unknown field \"spec.ports[0].prt\"");
    }

    private static Command Kubectl(params string[] arguments) =>
        new("kubectl", ["--kubeconfig", ApiServerFactAttribute.Kubeconfig!, .. arguments]);
}

/// <summary>A test that needs a cluster; skipped, and said so, where none is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiServerFactAttribute : FactAttribute
{
    public ApiServerFactAttribute() => Skip = Kubeconfig is null ? "No cluster: name a kubeconfig of one by BIGBEN_KUBECONFIG." : null;

    internal static string? Kubeconfig { get; } = Environment.GetEnvironmentVariable("BIGBEN_KUBECONFIG") is { Length: > 0 } file
        ? Path.GetFullPath(file)
        : null;
}
