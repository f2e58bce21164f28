using System.Text.Json;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;

namespace BigBen.Tests.ApiServer.Selectors;

public class FieldSelectorTests
{
    private static readonly JsonElement Pod = JsonDocument.Parse(
        """
        {
          "metadata": {"name": "web", "namespace": "developer"},
          "spec": {"nodeName": "node", "restartPolicy": "Always"},
          "status": {"phase": "Running", "podIPs": [{"ip": "10.0.0.1"}]}
        }
        """).RootElement;

    [Theory]
    [InlineData("", true)]
    [InlineData("metadata.name=web", true)]
    [InlineData("metadata.name==web,metadata.namespace=developer", true)]
    [InlineData("metadata.name!=web", false)]
    [InlineData("status.phase=Running,spec.nodeName=node,spec.restartPolicy=Always", true)]
    [InlineData("status.phase!=Succeeded,status.phase!=Failed", true)]
    [InlineData("status.phase=Pending", false)]
    [InlineData("spec.hostNetwork=false", true)]
    [InlineData("status.podIPs=10.0.0.1", true)]
    [InlineData("spec.schedulerName=", true)]
    [InlineData("metadata.name=a\\,b", false)]
    public void A_pod_is_meant_or_not(string selector, bool meant) =>
        FieldSelector.Parse(ResourceCatalog.Find("", "v1", "pods")!, selector).Matches(Pod).ShouldBe(meant);

    [Fact]
    public void An_event_is_selected_by_what_it_is_about()
    {
        var golden = Golden.Read("tables/core/events.json").GetProperty("objects").EnumerateArray().ToList();
        var selector = FieldSelector.Parse(
            ResourceCatalog.Find("", "v1", "events")!,
            "involvedObject.kind=Pod,involvedObject.name=service-a-8dd95887b-jz7jg,type=Warning,source=kubelet,reason=Unhealthy");
        golden.Count(selector.Matches).ShouldBe(1);
    }

    [Theory]
    [InlineData("batch/v1/jobs", "status.successful=1", """{"status":{"succeeded":1}}""")]
    [InlineData("batch/v1/jobs", "status.successful=0", "{}")]
    [InlineData("/v1/secrets", "type=Opaque", """{"type":"Opaque"}""")]
    [InlineData("/v1/namespaces", "status.phase=Active", """{"status":{"phase":"Active"}}""")]
    [InlineData("/v1/nodes", "spec.unschedulable=true", """{"spec":{"unschedulable":true}}""")]
    [InlineData("events.k8s.io/v1/events", "regarding.name=web", """{"involvedObject":{"name":"web"}}""")]
    [InlineData("events.k8s.io/v1/events", "reportingController=kubelet", """{"reportingComponent":"kubelet"}""")]
    public void Each_kind_has_fields_of_its_own(string resource, string selector, string value) =>
        FieldSelector.Parse(Resource(resource), selector).Matches(JsonDocument.Parse(value).RootElement).ShouldBeTrue();

    [Theory]
    [InlineData("/v1/pods", "spec.x=1", "field label not supported: spec.x")]
    [InlineData("/v1/pods", "x", "invalid selector: 'x'; can't understand 'x'")]
    [InlineData("/v1/pods", "metadata.name=a=b", "invalid field selector: unescaped character in value: 61")]
    [InlineData("/v1/pods", "metadata.name=a\\b", "invalid field selector: invalid escape sequence: \\b")]
    [InlineData("argoproj.io/v1alpha1/applications", "spec.project=x", "field label not supported: spec.project")]
    [InlineData("batch/v1/jobs", "spec.x=1", "field label \"spec.x\" not supported for Job")]
    [InlineData(
        "apps/v1/deployments", "spec.x=1", "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    public void What_cannot_be_selected_by_is_refused_in_the_words_of_Kubernetes(string resource, string selector, string message)
    {
        var refused = Should.Throw<StatusException>(() => FieldSelector.Parse(Resource(resource), selector));
        refused.Message.ShouldBe(message);
        refused.Code.ShouldBe(400);
    }

    private static ApiResource Resource(string path)
    {
        var parts = path.Split('/');
        return ResourceCatalog.Find(parts[0], parts[1], parts[2])!;
    }
}
