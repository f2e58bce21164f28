using BigBen.Kubelet;
using BigBen.Platforms.Local.Databases;

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
}
