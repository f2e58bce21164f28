using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Runtime;
using BigBen.Tests.Manifests;

namespace BigBen.Tests.Runtime;

public class RolloutTests
{
    private const string Serve = "exec sleep 1000";
    private const string NeverReady = "readinessProbe: { exec: { command: [sh, -c, 'exit 1'] }, periodSeconds: 1 }";

    [Fact]
    public async Task Pods_are_named_by_deployment_template_and_chance()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, replicas: 2));
        await test.CompleteAsync("a");

        var set = test.Cluster.ReplicaSets.ShouldHaveSingleItem();
        set.Key.Name.ShouldMatch("^a-[a-z0-9]{10}$");
        test.Cluster.Pods.Select(pod => pod.Name).Distinct().Count().ShouldBe(2);
        test.Cluster.Pods.ShouldAllBe(pod => pod.Name.StartsWith($"{set.Key.Name}-") && pod.ReplicaSet == set.Key.Name && pod.Owner == "a");
        test.Cluster.DeploymentStatus("developer", "a").ShouldBe(new DeploymentStatus(
            new ObjectKey("apps", "Deployment", "developer", "a"), 1, 1, 2, 2, 2, 2, 2, 0, true, false, "NewReplicaSetAvailable", "2 of 2 replicas available"));
    }

    [Fact]
    public async Task The_same_manifest_again_changes_nothing()
    {
        await using var test = await TestCluster.StartAsync();
        var manifest = Manifest.ParseAll(Yaml.Shell("a", Serve), "x.yaml", "developer").Single();
        test.Cluster.Apply(manifest).ShouldBe(ApplyResult.Created);
        await test.CompleteAsync("a");
        var before = test.OnlyPod();

        test.Cluster.Apply(manifest).ShouldBe(ApplyResult.Unchanged);
        test.OnlyPod().ShouldBe(before);
    }

    [Theory]
    [InlineData(4, "1", "0", 5, 4)]
    [InlineData(4, "0", "2", 4, 2)]
    [InlineData(4, "\"50%\"", "\"50%\"", 6, 2)]
    [InlineData(3, "\"25%\"", "\"25%\"", 4, 3)]
    public async Task A_rolling_update_stays_within_its_bounds(int replicas, string surge, string unavailable, int most, int least)
    {
        await using var test = await TestCluster.StartAsync();
        var strategy = $"strategy: {{ rollingUpdate: {{ maxSurge: {surge}, maxUnavailable: {unavailable} }} }}";
        test.Apply(Yaml.Shell("a", Serve, replicas, strategy));
        await test.CompleteAsync("a");
        var (seenMost, seenLeast) = (0, replicas);
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync();

        test.Apply(Yaml.Shell("a", Serve, replicas, strategy, tag: "v2"));
        await test.CompleteAsync("a");
        await stop.CancelAsync();
        await watching;

        test.Cluster.Pods.Where(pod => pod.Phase != PodPhase.Terminating).ShouldAllBe(pod => pod.Image == "shell:v2");
        MostAskedFor(test).ShouldBe(most);
        seenMost.ShouldBeLessThanOrEqualTo(most);
        seenLeast.ShouldBeGreaterThanOrEqualTo(least);

        async Task WatchAsync()
        {
            var version = 0L;
            while (!stop.IsCancellationRequested)
            {
                var active = test.Cluster.Pods.Where(pod => pod.Phase != PodPhase.Terminating).ToList();
                (seenMost, seenLeast) = (Math.Max(seenMost, active.Count), Math.Min(seenLeast, active.Count(pod => pod.Ready)));
                try
                {
                    version = await test.Cluster.NextChangeAsync(version, stop.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private static int MostAskedFor(TestCluster test)
    {
        var (most, sizes) = (0, new Dictionary<string, int>());
        foreach (var words in test.Cluster.Events.Where(happened => happened.Reason == "ScalingReplicaSet").Select(happened => happened.Message.Split(' ')))
        {
            sizes[words[4]] = int.Parse(words[^1], System.Globalization.CultureInfo.InvariantCulture);
            most = Math.Max(most, sizes.Values.Sum());
        }

        return most;
    }

    [Fact]
    public async Task Recreate_waits_until_the_old_pods_are_gone()
    {
        await using var test = await TestCluster.StartAsync();
        const string slow = "trap 'sleep 0.3; exit 0' TERM; while :; do sleep 0.05; done";
        test.Apply(Yaml.Shell("a", slow, 2, "strategy: { type: Recreate }"));
        await test.CompleteAsync("a");

        test.Apply(Yaml.Shell("a", slow, 2, "strategy: { type: Recreate }", tag: "v2"));
        var both = false;
        await test.UntilAsync(() =>
        {
            both |= test.Cluster.Pods.Select(pod => pod.Image).Distinct().Count() > 1;
            return test.Cluster.DeploymentStatus("developer", "a")!.IsComplete;
        });

        both.ShouldBeFalse();
        test.Cluster.Pods.ShouldAllBe(pod => pod.Image == "shell:v2");
    }

    [Fact]
    public async Task A_version_that_never_gets_ready_is_told_and_the_old_one_goes_on()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, 2, "progressDeadlineSeconds: 1"));
        await test.CompleteAsync("a");
        var old = test.Cluster.Pods.Select(pod => pod.Name).ToHashSet();

        test.Apply(Yaml.Shell("a", Serve, 2, "progressDeadlineSeconds: 1", container: NeverReady, tag: "v2"));
        await test.UntilAsync(() => test.Cluster.DeploymentStatus("developer", "a")!.ProgressDeadlineExceeded);

        var status = test.Cluster.DeploymentStatus("developer", "a")!;
        status.Reason.ShouldBe("ProgressDeadlineExceeded");
        status.Message.ShouldContain("no progress for 1 s");
        status.Message.ShouldContain("readiness probe: 'sh -c exit 1' failed with exit code 1");
        status.Updated.ShouldBe(1);
        status.Available.ShouldBe(2);
        test.Cluster.Pods.Where(pod => pod.Ready).Select(pod => pod.Name).ToHashSet().SetEquals(old).ShouldBeTrue();

        // A third version gets past the one that is stuck.
        test.Apply(Yaml.Shell("a", Serve, 2, "progressDeadlineSeconds: 1", tag: "v3"));
        await test.CompleteAsync("a");
        await test.UntilAsync(() => test.Cluster.Pods.Count == 2);
        test.Cluster.Pods.ShouldAllBe(pod => pod.Image == "shell:v3");
        test.Cluster.DeploymentStatus("developer", "a")!.ProgressDeadlineExceeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Going_back_to_the_old_version_keeps_its_pods()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, 2));
        await test.CompleteAsync("a");
        var old = test.Cluster.Pods.Select(pod => pod.Name).ToHashSet();

        test.Apply(Yaml.Shell("a", Serve, 2, container: NeverReady, tag: "v2"));
        await test.UntilAsync(() => test.Cluster.Pods.Any(pod => pod.Image == "shell:v2" && pod.Message is not null));
        test.Apply(Yaml.Shell("a", Serve, 2));
        await test.CompleteAsync("a");

        test.Cluster.Pods.Where(pod => pod.Phase != PodPhase.Terminating).Select(pod => pod.Name).ToHashSet().SetEquals(old).ShouldBeTrue();
    }

    [Fact]
    public async Task A_pod_is_available_after_minReadySeconds()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, 1, "minReadySeconds: 1"));
        await test.UntilAsync(() => test.Cluster.DeploymentStatus("developer", "a")!.Ready == 1);
        test.Cluster.DeploymentStatus("developer", "a")!.Available.ShouldBe(0);
        var since = test.OnlyPod().ReadySince!.Value;

        await test.CompleteAsync("a");
        (TimeProvider.System.GetUtcNow() - since).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_deadline_that_means_never_is_no_trouble()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, 1, $"progressDeadlineSeconds: {int.MaxValue}", pod: $"terminationGracePeriodSeconds: {int.MaxValue}"));
        await test.CompleteAsync("a");
        test.Cluster.Delete(new ObjectKey("apps", "Deployment", "developer", "a"));
        await test.UntilAsync(() => test.Cluster.Pods.Count == 0);
    }

    [Fact]
    public async Task Replicas_follow_the_manifest_up_and_down_without_replacing_pods()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, 1));
        await test.CompleteAsync("a");
        var first = test.OnlyPod().Name;

        test.Apply(Yaml.Shell("a", Serve, 3));
        await test.UntilAsync(() => test.Cluster.DeploymentStatus("developer", "a") is { IsComplete: true, Replicas: 3 });
        test.Cluster.Pods.ShouldContain(pod => pod.Name == first);
        test.Apply(Yaml.Shell("a", Serve, 1));
        await test.UntilAsync(() => test.Cluster.Pods.Count == 1);
        test.Apply(Yaml.Shell("a", Serve, 0));
        await test.UntilAsync(() => test.Cluster.Pods.Count == 0);
        test.Cluster.DeploymentStatus("developer", "a")!.Message.ShouldBe("scaled to 0");
    }

    [Fact]
    public async Task An_autoscaler_runs_its_least_number()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve).Replace("  replicas: 1\n", "", StringComparison.Ordinal));
        test.Apply(
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: { name: a }
            spec: { minReplicas: 3, maxReplicas: 5, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: a }, metrics: [ { type: Resource } ] }
            """);

        await test.UntilAsync(() => test.Cluster.DeploymentStatus("developer", "a") is { IsComplete: true, Replicas: 3 });
        test.Cluster.Unenforced.ShouldContain(entry => entry.What == "spec.metrics");
        test.Cluster.Delete(new ObjectKey("autoscaling", "HorizontalPodAutoscaler", "developer", "a"));
        await test.UntilAsync(() => test.Cluster.Pods.Count == 1);
    }

    [Fact]
    public async Task A_restart_replaces_every_pod()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, 2));
        await test.CompleteAsync("a");
        var old = test.Cluster.Pods.Select(pod => pod.Name).ToHashSet();

        await test.Cluster.RestartAsync("developer", "a");

        test.Cluster.Pods.Where(pod => pod.Phase != PodPhase.Terminating).ShouldAllBe(pod => pod.Ready && !old.Contains(pod.Name));
        (await Should.ThrowAsync<PlatformException>(() => test.Cluster.RestartAsync("developer", "b"))).Message.ShouldContain("no Deployment developer/b");
    }
}
