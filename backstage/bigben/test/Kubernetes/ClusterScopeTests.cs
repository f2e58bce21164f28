using BigBen.Kubernetes;

namespace BigBen.Tests.Kubernetes;

public class ClusterScopeTests
{
    private static readonly ClusterScope Existing = new("gitops", ["developer", "production"]);

    [Fact]
    public void In_a_cluster_that_was_there_before_only_what_is_the_platform_s_is_looked_at()
    {
        Existing.NamespacesOf(ResourceKind.Pods).ShouldBe(["developer", "production"]);
        Existing.SelectorOf(ResourceKind.Pods).ShouldBeNull();
        foreach (var kind in new[] { ResourceKind.Applications, ResourceKind.AppProjects })
        {
            Existing.NamespacesOf(kind).ShouldBe(["gitops"]);
            Existing.SelectorOf(kind).ShouldBe("app.kubernetes.io/part-of=big-ben");
        }
    }

    [Fact]
    public void A_cluster_that_is_the_platform_s_alone_is_looked_at_as_a_whole()
    {
        ClusterScope.Whole.NamespacesOf(ResourceKind.Pods).ShouldBe([null]);
        ClusterScope.Whole.SelectorOf(ResourceKind.Applications).ShouldBeNull();
    }
}
