using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation;
using BigBen.Kubelet.Volumes;
using BigBen.Tests.Git;
using BigBen.Tests.Kubelet.Mounts;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Kubelet.Volumes;

public class PodVolumesTests
{
    private const string Secret = """
        apiVersion: v1
        kind: Secret
        metadata: { name: key }
        data: { password: b2xk, other: eA== }
        """;

    private static readonly ApiResource Volumes = ResourceCatalog.Find("", "v1", "persistentvolumes")!;

    [Fact]
    public async Task An_empty_folder_is_the_pods_over_restarts_of_its_program_and_of_the_kubelet_and_goes_with_it()
    {
        var node = await TestNode.StartAsync();
        node.Apply(Pod("echo run >>$MOUNT_WORK/runs; test $(wc -l <$MOUNT_WORK/runs) -gt 1 && exec sleep 1000",
            "emptyDir: {}", "mountPath: /work"));
        await node.UntilAsync(() => node.Container("a").NumberAt("restartCount") == 1 && node.IsReady("a"));
        var runs = Path.Combine(FolderOf(node, "a"), "runs");
        await UntilAsync(() => File.ReadAllLines(runs).Length == 2);

        await node.CloseAsync();
        await using var next = await TestNode.StartAsync(directory: node.Directory);
        await next.ReadyAsync("a");
        await UntilAsync(() => File.ReadAllLines(runs).Length == 3);
        next.Delete("a");
        await next.GoneAsync("a");

        await UntilAsync(() => !File.Exists(runs));
    }

    [Fact]
    public async Task A_changed_Secret_reaches_the_file()
    {
        await using var node = await TestNode.StartAsync();
        node.Apply(Secret);
        node.Apply(Pod(
            "exec sleep 1000",
            "secret: { secretName: key, defaultMode: 256, items: [ { key: password, path: sub/it } ] }",
            "mountPath: /work"));
        await node.ReadyAsync("a");
        var file = Path.Combine(FolderOf(node, "a"), "sub/it");
        File.ReadAllText(file).ShouldBe("old");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead);
        File.Exists(Path.Combine(FolderOf(node, "a"), "other")).ShouldBeFalse();

        node.Store.Update(Kinds.Secrets, TestNode.Namespace, "key", value =>
        {
            value["data"]!["password"] = "bmV3";
            return value;
        });

        await UntilAsync(() => File.ReadAllText(file) == "new");
    }

    [Fact]
    public async Task A_changed_label_reaches_the_file()
    {
        await using var node = await TestNode.StartAsync();
        node.Apply(Pod(
            "exec sleep 1000",
            "downwardAPI: { items: [ { path: labels, fieldRef: { fieldPath: metadata.labels } } ] }",
            "mountPath: /work"));
        await node.ReadyAsync("a");
        var file = Path.Combine(FolderOf(node, "a"), "labels");

        foreach (var value in new[] { "1", "2" })
        {
            node.Store.Update(Kinds.Pods, TestNode.Namespace, "a", pod =>
            {
                pod["metadata"]!["labels"] = new JsonObject { ["x"] = value };
                return pod;
            });
            await UntilAsync(() => File.ReadAllText(file) == $"x=\"{value}\"");
        }
    }

    [Fact]
    public async Task A_pod_waits_for_a_missing_ConfigMap_in_the_kubelets_words()
    {
        await using var node = await TestNode.StartAsync();
        node.Apply(Pod("exec sleep 1000", "configMap: { name: none }", "mountPath: /work"));

        await node.UntilAsync(() => node.Happened(
            "a", "FailedMount", "MountVolume.SetUp failed for volume \"v\" : configmap \"none\" not found"));
        node.Waits("a").ShouldBe("ContainerCreating");
        node.Find("a")!.Value.HasCondition("PodReadyToStartContainers").ShouldBeFalse();
        node.Apply("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: none }\ndata: { a: text }\nbinaryData: { b: AAE= }");

        await node.ReadyAsync("a");
        File.ReadAllBytes(Path.Combine(FolderOf(node, "a"), "b")).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task A_projected_volume_is_of_several_and_of_the_pod_itself()
    {
        await using var node = await TestNode.StartAsync();
        node.Apply(Secret);
        node.Apply(Pod(
            "exec sleep 1000",
            """
            projected:
              sources:
              - secret: { name: key }
              - configMap: { name: none, optional: true }
              - downwardAPI:
                  items:
                  - { path: name, fieldRef: { fieldPath: metadata.name } }
                  - { path: labels, fieldRef: { fieldPath: metadata.labels } }
            """,
            "mountPath: /work"));
        await node.ReadyAsync("a");

        var folder = FolderOf(node, "a");
        string[] files = ["other", "password", "name", "labels"];
        files.Select(file => File.ReadAllText(Path.Combine(folder, file))).ShouldBe(["x", "old", "a", "app=\"a\""]);
    }

    [Fact]
    public async Task A_pod_waits_for_its_claim_and_finds_a_part_of_its_volume()
    {
        await using var node = await TestNode.StartAsync();
        Claim(node);
        node.Apply(Pod(
            "echo kept >$MOUNT_WORK/file; exec sleep 1000",
            "persistentVolumeClaim: { claimName: data }",
            "mountPath: /work, subPath: sub"));
        const string why = "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found";
        await node.UntilAsync(() => node.Happened("a", "FailedScheduling", why));
        node.Find("a")!.Value.HasCondition("PodScheduled", "False").ShouldBeTrue();

        var folder = Bind(node);
        await node.ReadyAsync("a");
        node.Find("a")!.Value.ItemsAt("status", "conditions").Count(found => found.TextAt("type") == "PodScheduled").ShouldBe(1);
        await UntilAsync(() => File.Exists(Path.Combine(folder, "sub", "file")));
        node.Delete("a");
        await node.GoneAsync("a");

        File.Exists(Path.Combine(folder, "sub", "file")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_pod_whose_volume_was_lost_waits_and_makes_no_other()
    {
        await using var node = await TestNode.StartAsync();
        Claim(node);
        Directory.Delete(Bind(node));
        node.Apply(Pod("exec sleep 1000", "persistentVolumeClaim: { claimName: data }", "mountPath: /work"));

        await node.UntilAsync(() => node.Happened("a", "FailedMount", "MountVolume.SetUp failed for volume \"v\" : hostPath type check"));
        node.Waits("a").ShouldBe("ContainerCreating");
    }

    [Theory]
    [InlineData("/etc", "error SubPath `/etc` must not be an absolute path")]
    [InlineData("a/../../b", "unable to provision SubPath `a/../../b`: must not contain '..'")]
    public async Task A_variable_leads_out_of_no_volume(string part, string message)
    {
        await using var node = await TestNode.StartAsync();
        node.Apply(PodYaml.Shell(
            "a",
            "exec sleep 1000",
            pod: "volumes: [ { name: v, emptyDir: {} } ]",
            container: $"env: [ {{ name: PART, value: {part} }} ]\n"
                + "volumeMounts: [ { name: v, mountPath: /work, subPathExpr: $(PART) } ]"));

        await node.UntilAsync(() => node.Waits("a") == "CreateContainerConfigError");
        node.Container("a").TextAt("state", "waiting", "message").ShouldBe(message);
    }

    [MountFact]
    public async Task A_pod_waits_while_Services_cannot_be_given_their_addresses()
    {
        var failures = 2;
        await using var node = await TestNode.StartAsync(options => options with
        {
            Mounts = Machine.Support,
            Services = () => failures-- > 0 ? throw new PlatformException("No port is free.") : [],
        });
        node.Apply(PodYaml.Shell("a", "exec sleep 1000"));

        await node.ReadyAsync("a");
        node.Happened("a", "FailedMount", "/etc/hosts of the pod: No port is free.").ShouldBeTrue();
    }

    [Fact]
    public async Task What_cannot_be_deleted_of_an_earlier_run_stays()
    {
        using var temp = new TempFolder();
        var (held, other) = (temp.Write("a/volumes/v/held", ""), temp.Write("b/volumes/v/other", ""));
        if (!await TryHoldAsync(held, "+i"))
            return;
        try
        {
            PodVolumes.DeleteOthers(temp.Path, new HashSet<string>(), NullLogger.Instance);

            File.Exists(held).ShouldBeTrue();
            Path.Exists(Path.GetDirectoryName(other)).ShouldBeFalse();
        }
        finally
        {
            await TryHoldAsync(held, "-i");
        }
    }

    // Not even root deletes such a file; root alone makes one, and not on every file system.
    private static async Task<bool> TryHoldAsync(string file, string attribute)
    {
        try
        {
            return (await new Command("chattr", attribute, file).RunAsync()).Succeeded;
        }
        catch (PlatformException)
        {
            return false;
        }
    }

    private static string Pod(string script, string volume, string mount) => PodYaml.Shell(
        "a",
        script,
        pod: $"volumes:\n- name: v\n  {volume.Replace("\n", "\n  ", StringComparison.Ordinal)}",
        container: $"volumeMounts: [ {{ name: v, {mount} }} ]");

    private static string FolderOf(TestNode node, string pod) =>
        Path.Combine(node.Directory, "kubelet", "pods", node.Find(pod)!.Value.Text("uid"), "volumes", "v");

    private static void Claim(TestNode node) => node.Store.Create(Kinds.VolumeClaims, TestNode.Namespace, Parse("""
        { "metadata": { "name": "data" }, "spec": { "volumeName": "pv" } }
        """));

    private static string Bind(TestNode node)
    {
        var folder = Directory.CreateDirectory(Path.Combine(node.Directory, "pv")).FullName;
        node.Store.Create(Volumes, "", Parse($$"""
            { "metadata": { "name": "pv" }, "spec": { "hostPath": { "path": "{{folder}}" } } }
            """));
        node.Store.Update(
            Kinds.VolumeClaims,
            TestNode.Namespace,
            "data",
            claim =>
            {
                claim["status"]!["phase"] = "Bound";
                return claim;
            },
            new WriteOptions(Subresource: "status"));
        return folder;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    // Files tell nobody that they change.
    private static async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(TestNode.Deadline);
        while (!condition())
            await Task.Delay(10, late.Token);
    }
}
