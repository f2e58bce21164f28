using System.Collections.Frozen;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Selectors;

/// <summary>By which fields the objects of each resource can be selected, as Kubernetes has it.</summary>
internal static class SelectableFields
{
    private static readonly string[] Everywhere = ["metadata.name", "metadata.namespace"];

    private static readonly FrozenDictionary<string, string[]> ByResource = new Dictionary<string, string[]>
    {
        ["pods"] =
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
            "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
        ],
        ["events"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        ["events.events.k8s.io"] =
        [
            "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion",
            "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "type",
        ],
        ["namespaces"] = ["status.phase"],
        ["nodes"] = ["spec.unschedulable"],
        ["secrets"] = ["type"],
        ["services"] = ["spec.clusterIP", "spec.type"],
        ["jobs.batch"] = ["status.successful"],
    }.ToFrozenDictionary();

    /// <summary>Checks that a resource's objects can be selected by a field.</summary>
    /// <exception cref="StatusException">They cannot.</exception>
    public static void Check(ApiResource resource, string field)
    {
        if (Everywhere.Contains(field) || ByResource.GetValueOrDefault(resource.GroupResource, []).Contains(field))
            return;
        throw Failures.BadRequest(resource switch
        {
            { GroupResource: "jobs.batch" } => $"field label \"{field}\" not supported for Job",
            _ when resource.IsCustom || ByResource.ContainsKey(resource.GroupResource) => $"field label not supported: {field}",
            _ => $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
        });
    }
}
