using BigBen.Console.Pages;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Tests.Kubernetes;

namespace BigBen.Tests.Console.Pages;

public sealed class PartsTests
{
    [Fact]
    public async Task An_Application_that_is_to_have_no_pods_is_asleep()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(ResourceKind.Deployments, "developer", "service-a", body => body["spec"]!["replicas"] = 0);
        var cluster = await platform.ReadAsync();

        ApplicationList.Services(cluster).Select(application => Parts.Ready(cluster, application, " ready"))
            .ShouldBe(["asleep", "1/1 ready"]);
    }
}
