using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Questions;

namespace BigBen.Tests.Kubernetes.Questions;

public sealed class ResourceTreeTests
{
    [Fact]
    public async Task The_tree_leads_from_the_Deployment_to_its_pods()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var cluster = await platform.ReadAsync();

        var tree = ResourceTree.Of(cluster, ApplicationList.Find(cluster, "developer-service-a"));

        var deployment = tree.Single(node => node.Reference.Kind == "Deployment");
        var set = deployment.Children.ShouldHaveSingleItem();
        set.Reference.ToString().ShouldBe("apps/ReplicaSet/service-a-8dd95887b");
        set.Info.ShouldBe([("Pods", "1/1")]);
        var pod = set.Children.ShouldHaveSingleItem();
        pod.Reference.Name.ShouldBe("service-a-8dd95887b-jz7jg");
        pod.Health!.Status.ShouldBe(HealthCode.Healthy);
        pod.Info.ShouldContain(("Status Reason", "Running"));
        tree.Single(node => node.Reference.Kind == "Ingress").Urls.ShouldBe(["http://dev.service-a.bigben.localhost"]);
    }

    [Fact]
    public async Task Urls_are_those_that_Argo_CD_found_or_the_hosts_of_the_Ingress()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var before = await platform.ReadAsync();
        platform.Change(
            ResourceKind.Applications,
            "argocd",
            "developer-service-a",
            body => body["status"]!["summary"]!.AsObject().Remove("externalURLs"));
        var after = await platform.ReadAsync();

        ApplicationUrls.Of(before, ApplicationList.Find(before, "developer-service-a")).ShouldBe(["http://dev.service-a.bigben.localhost"]);
        ApplicationUrls.Of(after, ApplicationList.Find(after, "developer-service-a")).ShouldBe(["http://dev.service-a.bigben.localhost"]);
        ApplicationUrls.ServicesOf(before, ApplicationList.Find(before, "developer-service-a")).ShouldBe([("service-a", 8011)]);
    }
}
