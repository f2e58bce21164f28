using BigBen.Foundation;

namespace BigBen.Tests.Delivery;

public sealed class HealthWatchTests
{
    [Fact]
    public async Task A_version_that_crashes_is_told_at_once_and_the_one_before_keeps_serving()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        await fixture.LiveAsync();
        var before = fixture.Cluster.OnlyPod().Pid;
        await fixture.CommitAsync(("charts/app/templates/all.yaml", DeliveryFixture.Chart.Replace("web:", "shell:").Replace("env:", "args: [\"echo no good >&2; exit 7\"]\n          env:")));

        var failure = await Should.ThrowAsync<PlatformException>(fixture.LiveAsync);

        failure.Message.ShouldContain("CrashLoopBackOff");
        failure.Message.ShouldContain("no good");
        fixture.Cluster.Cluster.Pods.Single(pod => pod.Ready).Pid.ShouldBe(before);
    }

    [Fact]
    public async Task An_image_that_is_missing_is_told_at_once()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        fixture.Cluster.Images.Missing.Add("web:v1");

        (await Should.ThrowAsync<PlatformException>(fixture.LiveAsync)).Message.ShouldContain("There is no image web:v1");
    }

    [Fact]
    public async Task An_image_that_came_meanwhile_is_waited_for()
    {
        await using var fixture = await DeliveryFixture.StartAsync();
        fixture.Cluster.Images.Missing.Add("web:v1");
        (await fixture.ReconcileAsync()).ShouldBeNull();
        await fixture.Cluster.UntilAsync(() => fixture.Cluster.Cluster.Pods is [{ WaitingReason: "ImagePullBackOff" }]);
        fixture.Cluster.Images.Missing.Clear();

        fixture.Cluster.Cluster.ImagesHaveChanged();
        await fixture.LiveAsync();

        fixture.Cluster.OnlyPod().Ready.ShouldBeTrue();
    }
}
