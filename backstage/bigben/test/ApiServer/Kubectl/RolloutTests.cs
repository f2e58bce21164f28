using BigBen.Controllers;
using BigBen.Tests.ApiServer.Streaming;
using BigBen.Tests.Kubelet;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>What a real kubectl makes of rollouts that really happen.</summary>
public class RolloutTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          replicas: 1
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              terminationGracePeriodSeconds: 1
              containers: [ { name: web, image: shell:v1, args: [ exec sleep 1000 ], env: [ { name: WHO, value: one } ] } ]
        """;

    [KubectlFact]
    public async Task A_rollout_is_waited_for_and_undone()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("other", "exec sleep 1000"));
        await using var controllers = ControllerManager.Start(node.Store, node["volumes"], TimeProvider.System, NullLogger.Instance);

        await Kubectl.ShouldRunAsync(node, Deployment, "apply", "-f", "-");
        (await Kubectl.ShouldRunAsync(node, null, "wait", "--for=condition=Available", "deploy/web", "--timeout=60s"))
            .ShouldBe("deployment.apps/web condition met\n");
        await DoneAsync(node);
        await Kubectl.ShouldRunAsync(node, null, "set", "env", "deploy/web", "WHO=two");
        await DoneAsync(node);
        (await Kubectl.ShouldRunAsync(node, null, "rollout", "history", "deploy/web")).ShouldMatch(@"\n1 +<none>\n2 +<none>\n");

        (await Kubectl.ShouldRunAsync(node, null, "rollout", "undo", "deploy/web")).ShouldBe("deployment.apps/web rolled back\n");

        await DoneAsync(node);
        const string Who = "jsonpath={.spec.template.spec.containers[0].env[0].value}";
        (await Kubectl.ShouldRunAsync(node, null, "get", "deploy", "web", "-o", Who)).ShouldBe("one\n");
        (await Kubectl.ShouldRunAsync(node, null, "rollout", "history", "deploy/web")).ShouldMatch(@"\n2 +<none>\n3 +<none>\n");
    }

    [KubectlFact]
    public async Task What_names_no_replicas_has_one_and_keeps_what_it_is_scaled_to()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("other", "exec sleep 1000"));
        var deployment = Deployment.Replace("  replicas: 1\n", "", StringComparison.Ordinal);
        var set = deployment.Replace("kind: Deployment", "kind: StatefulSet", StringComparison.Ordinal)
            .Replace("spec:\n  selector", "spec:\n  serviceName: web\n  selector", StringComparison.Ordinal);

        foreach (var (kind, manifest) in new[] { ("deployment", deployment), ("statefulset", set) })
        {
            await Kubectl.ShouldRunAsync(node, manifest, "apply", "-f", "-");
            (await Kubectl.ShouldRunAsync(node, null, "describe", kind, "web")).ShouldMatch(@"Replicas:\s+1 desired");
            await Kubectl.ShouldRunAsync(node, null, "scale", kind, "web", "--replicas=3");
            (await Kubectl.ShouldRunAsync(node, manifest, "apply", "-f", "-")).ShouldContain("unchanged");
            (await Kubectl.ShouldRunAsync(node, null, "get", kind, "web", "-o", "jsonpath={.spec.replicas}")).ShouldBe("3\n");
        }
    }

    // What it says before depends on how far it is.
    private static async Task DoneAsync(ServedNode node) =>
        (await Kubectl.ShouldRunAsync(node, null, "rollout", "status", "deploy/web", "--timeout=60s"))
            .ShouldEndWith("deployment \"web\" successfully rolled out\n");
}
