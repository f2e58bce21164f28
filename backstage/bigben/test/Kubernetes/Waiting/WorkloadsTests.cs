using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Tests.Kubernetes.Waiting;

public sealed class WorkloadsTests
{
    private static readonly DateTimeOffset Restarted = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1, 1, 1, true)]
    [InlineData(2, 1, 1, 1, false)] // The old pod is the one that is ready.
    [InlineData(1, 1, 1, 0, false)] // The new one is ready, but not for long enough.
    [InlineData(1, 0, 1, 1, false)]
    public async Task A_restart_is_over_when_new_pods_alone_are_there_and_available(
        int replicas, int updated, int ready, int available, bool isOver)
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Restart(platform, "2026-01-02T03:04:05Z");
        platform.Change(ResourceKind.Deployments, "developer", "service-a", body => body["status"] = new JsonObject
        {
            ["observedGeneration"] = 9,
            ["replicas"] = replicas,
            ["updatedReplicas"] = updated,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = available,
        });

        (await MissingAsync(platform) is null).ShouldBe(isOver);
        (Workloads.NotReadyIn(await platform.ReadAsync(), "developer") is null).ShouldBe(isOver);
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", true)]
    [InlineData("2026-01-02T04:04:06+01:00", true)]
    [InlineData("2026-01-02T04:04:04+01:00", false)]
    [InlineData("", false)]
    public async Task A_restart_that_another_one_overtakes_is_over_with_that_one(string restartedAt, bool isOver)
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Restart(platform, restartedAt);
        platform.Change(ResourceKind.Deployments, "developer", "service-a", body =>
            body["status"]!["observedGeneration"] = body["metadata"]!["generation"]!.DeepClone());

        (await MissingAsync(platform) is null).ShouldBe(isOver);
    }

    private static void Restart(TestPlatform platform, string restartedAt) =>
        platform.Change(ResourceKind.Deployments, "developer", "service-a", body =>
            body["spec"]!["template"]!["metadata"]!["annotations"] = new JsonObject { [ApplicationRequests.RestartedAt] = restartedAt });

    private static async Task<Missing?> MissingAsync(TestPlatform platform)
    {
        var cluster = await platform.ReadAsync();
        return Workloads.OfRestart(cluster, ApplicationList.Find(cluster, "developer-service-a"), Restarted);
    }
}
