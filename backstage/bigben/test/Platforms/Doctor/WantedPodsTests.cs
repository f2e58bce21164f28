using BigBen.Platforms.Doctor;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms.Doctor;

public sealed class WantedPodsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Replicas_of_all_services_and_environments_are_added_up()
    {
        WantedPods.Of(_temp["clone"]).ShouldBe(0);

        _temp.Write("clone/app/a/deploy-config/developer/values.yaml", "replicas: 3\n");
        _temp.Write("clone/app/a/deploy-config/production/values.yaml", "autoscaling: {enabled: true, minReplicas: 2, maxReplicas: 5}\n");
        _temp.Write("clone/app/a/deploy-config/elsewhere/values.yaml", "replicas: 100\n");
        _temp.Write("clone/app/b/deploy-config/developer/values.yaml", "service: {port: 8080}\n");
        _temp.Write("clone/app/library/src/Library.cs", "");

        WantedPods.Of(_temp["clone"]).ShouldBe(9);
    }
}
