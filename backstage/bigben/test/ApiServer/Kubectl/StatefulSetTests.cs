using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers;
using BigBen.Tests.ApiServer.Streaming;
using BigBen.Tests.Kubelet;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>What a real kubectl sees of a StatefulSet and its claims.</summary>
public class StatefulSetTests
{
    private const string Set = """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: db }
        spec:
          replicas: 2
          serviceName: db
          selector: { matchLabels: { a: db } }
          template:
            metadata: { labels: { a: db } }
            spec:
              containers:
              - name: c
                image: shell:v1
                args: [ exec sleep 1000 ]
                volumeMounts: [ { name: data, mountPath: /data } ]
          volumeClaimTemplates:
          - metadata: { name: data }
            spec: { accessModes: [ ReadWriteOnce ], resources: { requests: { storage: 1Gi } } }
        """;

    [KubectlFact]
    public async Task What_a_pod_wrote_is_there_for_its_successor()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("other", "exec sleep 1000"));
        await using var controllers = ControllerManager.Start(node.Store, node["volumes"], TimeProvider.System, NullLogger.Instance);

        await Kubectl.ShouldRunAsync(node, Set, "apply", "-f", "-");
        await ReadyAsync(node);
        await Kubectl.ShouldRunAsync(node, null, "exec", "db-0", "--", "sh", "-c", "echo of $HOSTNAME >$MOUNT_DATA/file");
        var first = node.Find("db-0")!.Value.Text("uid");
        await Kubectl.ShouldRunAsync(node, null, "delete", "pod", "db-0");
        await ServedNode.UntilAsync(() => node.Find("db-0") is { } pod && pod.Text("uid") != first && pod.HasCondition("Ready"));
        await ReadyAsync(node);

        (await Kubectl.ShouldRunAsync(node, null, "exec", "db-0", "--", "sh", "-c", "cat $MOUNT_DATA/file")).ShouldBe("of db-0\n");
        (await Kubectl.ShouldRunAsync(node, null, "rollout", "status", "sts/db")).ShouldContain("complete");
        (await Kubectl.ShouldRunAsync(node, null, "rollout", "history", "sts/db")).ShouldContain("1 ");
        (await Kubectl.ShouldRunAsync(node, null, "get", "sts", "db")).ShouldMatch(@"db\s+2/2");
        (await Kubectl.ShouldRunAsync(node, null, "get", "pvc")).ShouldMatch(@"data-db-1\s+Bound\s+pvc-\S+\s+1Gi\s+RWO\s+standard");
        (await Kubectl.ShouldRunAsync(node, null, "get", "pv"))
            .ShouldMatch(@"pvc-\S+\s+1Gi\s+RWO\s+Delete\s+Bound\s+developer/data-db-0\s+standard");
        (await Kubectl.ShouldRunAsync(node, null, "get", "sc"))
            .ShouldMatch(@"standard \(default\)\s+bigben.localhost/folder\s+Delete\s+Immediate\s+false");
        (await Kubectl.ShouldRunAsync(node, null, "get", "controllerrevisions")).ShouldMatch(@"db-\w+\s+statefulset.apps/db\s+1");
    }

    private static Task ReadyAsync(ServedNode node) => ServedNode.UntilAsync(() =>
        node.Store.Find(Kinds.StatefulSets, ServedNode.Namespace, "db")?.NumberAt("status", "readyReplicas") == 2);
}
