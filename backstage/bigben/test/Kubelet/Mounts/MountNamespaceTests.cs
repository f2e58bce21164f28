using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation;
using BigBen.Manifests.Specs.Volumes;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Kubelet.Mounts;

public class MountNamespaceTests
{
    // Nowhere on a machine, and below its root, where nobody but root may write.
    private const string Place = "/bigben-test-volumes";

    private const string Pod = $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: programs }
        data: { run.sh: "#!/bin/sh\necho of the pod >{{Place}}/work/file\nexec sleep 1000\n" }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: a }
        spec:
          hostAliases: [ { ip: 192.0.2.7, hostnames: [ alias.example ] } ]
          containers:
          - name: main
            image: shell:v1
            command: [ {{Place}}/programs/run.sh ]
            readinessProbe: { exec: { command: [ test, -s, {{Place}}/work/file ] }, periodSeconds: 1 }
            volumeMounts:
            - { name: work, mountPath: {{Place}}/work, subPath: part }
            - { name: work, mountPath: {{Place}}/work/inner }
            - { name: programs, mountPath: {{Place}}/programs, readOnly: true }
            - { name: work, mountPath: /mnt }
          volumes:
          - { name: work, emptyDir: {} }
          - { name: programs, configMap: { name: programs, defaultMode: 493 } }
        """;

    [MountFact]
    public async Task Volumes_are_at_their_paths_for_program_probe_and_commands_and_nowhere_on_the_machine()
    {
        await using var node = await TestNode.StartAsync(options => options with { Mounts = Machine.Support });
        node.Apply(Pod);
        await node.ReadyAsync("a");
        var process = node.ProcessOf("a");

        File.ReadAllText(Path.Combine(Volume(node), "part", "file")).ShouldBe("of the pod\n");
        (await PodExec.RunAsync(node, "a", $"cat {Place}/work/file {Place}/work/inner/part/file /mnt/part/file"))
            .ShouldBe("of the pod\nof the pod\nof the pod");
        (await PodExec.RunAsync(node, "a", $"touch {Place}/programs/other 2>&1 || true")).ShouldContain("Read-only file system");
        (await PodExec.RunAsync(node, "a", "pwd; touch /mnt/by-exec")).ShouldBe("/");
        (await PodExec.RunAsync(node, "a", "id -u")).ShouldBe(await CommandOutputAsync("id", "-u"));
        File.Exists(Path.Combine(Volume(node), "by-exec")).ShouldBeTrue();
        (await PodExec.RunAsync(node, "a", "cat /etc/hosts")).ShouldContain("192.0.2.7\talias.example");
        (await PodExec.RunAsync(node, "a", $"stat -c %a / {Place}")).ShouldBe("755\n755");
        Path.Exists(Place).ShouldBeFalse();
        File.ReadAllText("/proc/self/mountinfo").ShouldNotContain(node.Directory);
        node.Told("a").ShouldNotContain(told => told.Contains("NotMounted", StringComparison.Ordinal));
        node.Condition("a", "Ready").ShouldBe("True");

        node.Delete("a", grace: 1);
        await node.GoneAsync("a");
        process.IsAlive.ShouldBeFalse();
        await node.ProcessesAsync(0);
        Directory.GetDirectories(Path.Combine(node.Directory, "kubelet", "pods")).ShouldBeEmpty();
    }

    [MountFact]
    public async Task A_mount_that_would_hide_the_platform_is_told_and_left_to_its_variable()
    {
        await using var node = await TestNode.StartAsync(options => options with { Mounts = Machine.Support });
        var path = Path.GetDirectoryName(node.Directory)!;
        var mount = new VolumeMountSpec("v", path, "", ReadOnly: false);
        node.Apply(PodYaml.Shell(
            "a", $"echo ${mount.Variable} >$TMPDIR/variable; exec sleep 1000",
            pod: "volumes: [ { name: v, emptyDir: {} } ]",
            container: $"volumeMounts: [ {{ name: v, mountPath: {path} }} ]"));

        (await node.FileAsync("a", "variable")).ShouldEndWith("/volumes/v\n");
        await node.UntilAsync(() => node.Happened("a", "NotMounted", $"{path} is not mounted: it would hide {node.Directory}"));
        await node.UntilAsync(() => node.Find("a")!.Value.TextAt("metadata", "annotations", "bigben.localhost/not-mounted")
            ?.StartsWith($"{{\"{path}\":\"it would hide {node.Directory}", StringComparison.Ordinal) is true);
    }

    [MountFact]
    public async Task A_running_pod_learns_the_name_of_a_new_Service_even_of_the_first()
    {
        (string Name, string Address)[] names = [];
        await using var node = await TestNode.StartAsync(options => options with
        {
            Mounts = Machine.Support,
            Services = () => [.. names.Select(name =>
                new TcpAddress(new NamespacedName(TestNode.Namespace, name.Name), name.Address, new Dictionary<int, int>()))],
        });
        node.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await node.ReadyAsync("a");
        (await PodExec.RunAsync(node, "a", "cat /etc/hosts")).ShouldNotContain("127.0.1.");

        await AddAsync("first", "127.0.1.1");
        await AddAsync("second", "127.0.1.2");

        async Task AddAsync(string name, string address)
        {
            names = [.. names, (name, address)];
            node.Store.Create(
                ResourceCatalog.Find("", "v1", "services")!, TestNode.Namespace, JsonNode.Parse(
                    $$"""{ "metadata": { "name": "{{name}}" }, "spec": { "ports": [ { "port": 80 } ] } }""")!.AsObject());
            await Eventually.TrueAsync(async () => (await PodExec.RunAsync(node, "a", "cat /etc/hosts"))
                .Contains($"{address}\t{name}\t{name}.{TestNode.Namespace}\t"));
        }
    }

    private static string Volume(TestNode node) =>
        Path.Combine(node.Directory, "kubelet", "pods", node.Find("a")!.Value.Text("uid"), "volumes", "work");

    private static Task<string> CommandOutputAsync(string program, params string[] arguments) =>
        new Command(program, arguments).OutputAsync(CancellationToken.None);
}
