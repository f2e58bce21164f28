using System.Globalization;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;
using BigBen.Kubelet;
using BigBen.Platforms.Local.Databases;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Platforms.Local.Databases;

/// <summary>A pod with a real database on a test node; its data are in a folder that outlives it.</summary>
internal static class DatabasePod
{
    public const string Name = "db";

    public static KubeletOptions WithDatabases(KubeletOptions options, string image) =>
        options with
        {
            Images = new DatabaseImages(options.Images, Path.Combine(options.Directory, "tools"), DatabaseFactAttribute.Roots(image)),
        };

    /// <summary>The pod.</summary>
    /// <param name="image">The image.</param>
    /// <param name="port">The port that it declares.</param>
    /// <param name="data">The folder of the data.</param>
    /// <param name="mount">Where the image has them.</param>
    /// <param name="environment">The variables, as a flow mapping's entries: <c>{ name: A, value: b }</c>.</param>
    /// <param name="probe">The readiness probe's command, as a flow sequence.</param>
    public static string Yaml(string image, int port, string data, string mount, string environment, string probe) =>
        $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: {{Name}} }
        spec:
          containers:
          - name: main
            image: {{image}}
            ports: [{ name: db, containerPort: {{port}} }]
            env: [{{environment}}]
            readinessProbe: { exec: { command: {{probe}} }, periodSeconds: 1, timeoutSeconds: 30 }
            volumeMounts: [{ name: data, mountPath: {{mount}} }]
          volumes: [{ name: data, hostPath: { path: "{{data}}" } }]
        """;

    /// <summary>Runs a command in the pod, as <c>kubectl exec</c> does; fails where the command does.</summary>
    public static Task<string> ExecAsync(TestNode node, string script) => PodExec.RunAsync(node, Name, script);

    /// <summary>Kills the server as a system does that runs out of memory, and waits until it serves again.</summary>
    public static async Task KillServerAsync(TestNode node, string pidFile)
    {
        var before = node.Container(Name).NumberAt("restartCount");
        var pid = int.Parse((await File.ReadAllLinesAsync(pidFile))[0], CultureInfo.InvariantCulture);
        Signals.Send(ProcessIdentity.Of(pid)!, Signals.Kill);
        await node.UntilAsync(() => node.Container(Name).NumberAt("restartCount") > before && node.IsReady(Name));
    }
}
