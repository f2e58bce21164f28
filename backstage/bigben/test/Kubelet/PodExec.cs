using System.Text;
using BigBen.ApiServer.Streaming;

namespace BigBen.Tests.Kubelet;

/// <summary>Commands in pods, as <c>kubectl exec</c> runs them.</summary>
internal static class PodExec
{
    /// <summary>What a line of shell says in a pod's container <c>main</c>; fails where the line does.</summary>
    public static async Task<string> RunAsync(TestNode node, string pod, string script)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var container = node.Containers.Find(node.Find(pod)!.Value, "main")!;
        var code = await container.ExecAsync(["sh", "-c", script], new ContainerStreams(null, output, error, null), CancellationToken.None);
        code.ShouldBe(0, Encoding.UTF8.GetString(error.ToArray()));
        return Encoding.UTF8.GetString(output.ToArray()).Trim();
    }
}
