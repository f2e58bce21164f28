using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.Resources;

public class ResourceCatalogTests
{
    [Fact]
    public void A_resource_is_found_by_its_place_in_a_path()
    {
        ResourceCatalog.Find("", "v1", "pods")!.Kind.ShouldBe("Pod");
        ResourceCatalog.Find("apps", "v1", "deployments")!.GroupResource.ShouldBe("deployments.apps");
        ResourceCatalog.Find("apps", "v1", "daemonsets").ShouldBeNull();
        ResourceCatalog.Find("apps", "v1beta1", "deployments").ShouldBeNull();
    }

    [Fact]
    public void Names_are_those_of_Kubernetes()
    {
        var deployments = ResourceCatalog.Find("apps", "v1", "deployments")!;
        deployments.ApiVersion.ShouldBe("apps/v1");
        deployments.GroupKind.ShouldBe("Deployment.apps");
        deployments.ListKind.ShouldBe("DeploymentList");
        deployments.HasStatus.ShouldBeTrue();
        deployments.Find("scale")!.Group.ShouldBe("autoscaling");
        ResourceCatalog.Find("argoproj.io", "v1alpha1", "applications")!.HasStatus.ShouldBeFalse();
    }

    [Fact]
    public void A_group_and_its_versions_are_found()
    {
        ResourceCatalog.FindVersion("", "v1")!.Name.ShouldBe("v1");
        ResourceCatalog.FindVersion("batch", "v1")!.Name.ShouldBe("batch/v1");
        ResourceCatalog.FindVersion("nope", "v1").ShouldBeNull();
        ResourceCatalog.FindGroup("autoscaling").ShouldHaveSingleItem().Version.ShouldBe("v2");
        ResourceCatalog.FindGroup("nope").ShouldBeEmpty();
    }
}
