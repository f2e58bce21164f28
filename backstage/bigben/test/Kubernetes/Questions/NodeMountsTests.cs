using System.Text.Json;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Questions;

namespace BigBen.Tests.Kubernetes.Questions;

public sealed class NodeMountsTests
{
    [Fact]
    public void What_pods_lack_all_the_same_is_told()
    {
        NodeMounts.Says(new ClusterObjects(new Dictionary<ResourceKind, IReadOnlyList<JsonElement>>())).ShouldBeNull();
        NodeMounts.Says(Cluster(Pod("a"))).ShouldBe("Volumes are mounted at their paths");
        var (one, two) = (Pod("a", """{"/tmp":"it would hide /x"}"""), Pod("b", """{"/tmp":"it would hide /x","/y":"no"}"""));
        NodeMounts.Says(Cluster(one, two, Pod("c")))
            .ShouldBe("Volumes are mounted at their paths, except /tmp of 2 pods (it would hide /x), /y of 1 pod (no): "
                + "there the variables MOUNT_… name the folders");
        NodeMounts.Says(Cluster(Pod("a", """{"/tmp":"it would hide /x"}""", "Succeeded"))).ShouldBe("Volumes are mounted at their paths");
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("[1]")]
    public void Whatever_people_write_into_the_annotation_changes_nothing(string annotation) =>
        NodeMounts.Says(Cluster(Pod("a", annotation))).ShouldBe("Volumes are mounted at their paths");

    private static ClusterObjects Cluster(params JsonElement[] pods) => new(new Dictionary<ResourceKind, IReadOnlyList<JsonElement>>
    {
        [ResourceKind.Nodes] =
        [
            JsonSerializer.SerializeToElement(new
            {
                status = new { conditions = new[] { new { type = NodeMounts.Condition, message = "Volumes are mounted at their paths" } } },
            }),
        ],
        [ResourceKind.Pods] = pods,
    });

    private static JsonElement Pod(string name, string? missing = null, string phase = "Running") => JsonSerializer.SerializeToElement(new
    {
        metadata = new
        {
            name,
            annotations = missing is null ? [] : new Dictionary<string, string> { [NodeMounts.Missing] = missing },
        },
        status = new { phase },
    });
}
