using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Controllers;
using BigBen.Tests.ApiServer.Streaming;
using BigBen.Tests.Kubelet;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>What a real kubectl makes of Jobs that really run.</summary>
public class JobTests
{
    // kubectl makes a Job from a CronJob in protobuf, with everything that is in the template.
    private const string Template = """
        { "spec": { "jobTemplate": { "spec": { "template": { "spec": {
          "automountServiceAccountToken": false, "enableServiceLinks": false,
          "securityContext": {
            "runAsNonRoot": true, "runAsUser": 999, "runAsGroup": 999, "fsGroup": 999, "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": { "type": "RuntimeDefault" }
          },
          "tolerations": [ { "key": "a", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 3 } ],
          "containers": [ {
            "name": "daily",
            "env": [
              { "name": "A", "value": "a" },
              { "name": "B", "valueFrom": { "secretKeyRef": { "name": "none", "key": "b", "optional": true } } },
              { "name": "C", "valueFrom": { "configMapKeyRef": { "name": "none", "key": "c", "optional": true } } },
              { "name": "D", "valueFrom": { "fieldRef": { "apiVersion": "v1", "fieldPath": "metadata.name" } } }
            ],
            "envFrom": [ { "prefix": "P_", "secretRef": { "name": "none", "optional": true } } ],
            "securityContext": {
              "allowPrivilegeEscalation": false, "privileged": false, "readOnlyRootFilesystem": true, "capabilities": { "drop": [ "ALL" ] }
            },
            "volumeMounts": [ { "name": "tmp", "mountPath": "/tmp" }, { "name": "files", "mountPath": "/files", "readOnly": true } ]
          } ],
          "volumes": [
            { "name": "tmp", "emptyDir": { "sizeLimit": "64Mi" } }, { "name": "empty", "emptyDir": {} },
            { "name": "files", "secret": {
              "secretName": "none", "optional": true, "defaultMode": 416, "items": [ { "key": "a", "path": "b" } ]
            } },
            { "name": "config", "configMap": { "name": "none", "optional": true, "defaultMode": 420 } }
          ]
        } } } } } }
        """;

    [KubectlFact]
    public async Task Jobs_are_made_waited_for_read_and_deleted()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Shell("a", "exec sleep 1000"));
        await using var controllers = ControllerManager.Start(node.Store, node["volumes"], TimeProvider.System, NullLogger.Instance);

        await PrintsAsync(node, "job.batch/once created", "create", "job", "once", "--image=shell:v1", "--", "sh", "-c", "echo done");
        await PrintsAsync(node, "job.batch/once condition met", "wait", "--for=condition=complete", "job/once", "--timeout=60s");
        await PrintsAsync(node, "done", "logs", "job/once");
        await PrintsAsync(node, "once Complete 1/1", "get", "jobs", "once", "--no-headers");
        await PrintsAsync(node, "Name: once", "describe", "job", "once");
        var daily = new[] { "create", "cronjob", "daily", "--image=shell:v1", "--schedule=0 3 * * *", "--", "sh", "-c", "exec sleep 1000" };
        await PrintsAsync(node, "cronjob.batch/daily created", daily);
        await PrintsAsync(node, "daily 0 3 * * * <none> False 0 <none>", "get", "cronjobs", "daily", "--no-headers");
        await PrintsAsync(node, "Name: daily", "describe", "cronjob", "daily");
        await PrintsAsync(node, "cronjob.batch/daily patched", "patch", "cronjob", "daily", "--patch", Template);
        await PrintsAsync(node, "job.batch/now created", "create", "job", "now", "--from=cronjob/daily");
        await PrintsAsync(
            node, "job.batch/now condition met", "wait", "--for=jsonpath={.status.ready}=1", "job/now", "--timeout=60s");

        var (made, template) = (PodOf(node, "jobs", "now", "spec"), PodOf(node, "cronjobs", "daily", "spec", "jobTemplate", "spec"));
        JsonNode.DeepEquals(made, template).ShouldBeTrue($"{made}\nis not\n{template}");

        await PrintsAsync(node, "job.batch \"once\" deleted", "delete", "job", "once", "now");

        await ServedNode.UntilAsync(() => node.Store.List(TestApi.Resource("v1", "pods")).Items.All(pod => pod.NameOf() == "a"));
    }

    private static JsonNode PodOf(ServedNode node, string plural, string name, params string[] path) => JsonNode.Parse(node.Store
        .Find(TestApi.Resource("batch/v1", plural), ServedNode.Namespace, name)!.Value
        .At([.. path, "template", "spec"])!.Value.GetRawText())!;

    // Columns are as wide as what stands in them.
    private static async Task PrintsAsync(ServedNode node, string beginning, params string[] arguments)
    {
        var result = await Kubectl.RunAsync(Kubectl.CommandFor(node.Kubeconfig, ["-n", ServedNode.Namespace, .. arguments]));
        result.ExitCode.ShouldBe(0, result.Error);
        string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldStartWith(beginning);
    }
}
