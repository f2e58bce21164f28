using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Tests.Kubernetes.Waiting;

public sealed class MissingTests
{
    [Fact]
    public async Task An_Application_as_it_was_before_it_was_asked_is_not_believed()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var before = ApplicationList.Find(await platform.ReadAsync(), "developer-service-a");

        var asked = await ApplicationRequests.RefreshAsync(platform.Api, [before.Name], CancellationToken.None);

        var after = ApplicationList.Services(await platform.ReadAsync());
        Missing.OfSight(before, asked)!.What.ShouldBe("developer-service-a has not been seen yet");
        after.ShouldAllBe(application => Missing.OfSight(application, asked) == null);
    }
}
