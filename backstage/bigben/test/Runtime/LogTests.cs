using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Tests.Manifests;

namespace BigBen.Tests.Runtime;

public class LogTests
{
    [Fact]
    public async Task Both_outputs_are_kept_in_their_order_and_the_tail_is_cut()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", "echo one; echo two >&2; echo three; echo up > $TMPDIR/up; exec sleep 1000"));
        await test.UntilFileAsync("up");
        var pod = test.OnlyPod().Name;

        (await test.Cluster.ReadLogsAsync("developer", pod).ToListAsync()).ShouldBe(["one", "two", "three"]);
        (await test.Cluster.ReadLogsAsync("developer", pod, tail: 2).ToListAsync()).ShouldBe(["two", "three"]);
        (await test.Cluster.ReadLogsAsync("developer", pod, tail: 0).ToListAsync()).ShouldBeEmpty();
        (await Should.ThrowAsync<PlatformException>(async () => await test.Cluster.ReadLogsAsync("developer", "none").ToListAsync()))
            .Message.ShouldContain("no pod developer/none");
    }

    [Fact]
    public async Task Following_ends_with_the_pod_and_misses_nothing()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", "trap 'printf last; exit 0' TERM; echo first; echo up > $TMPDIR/up; while :; do sleep 0.05; done"));
        await test.UntilFileAsync("up");
        var lines = test.Cluster.ReadLogsAsync("developer", test.OnlyPod().Name, follow: true).GetAsyncEnumerator();
        (await lines.MoveNextAsync()).ShouldBeTrue();
        lines.Current.ShouldBe("first");

        test.Cluster.Delete(new ObjectKey("apps", "Deployment", "developer", "a"));
        (await lines.MoveNextAsync()).ShouldBeTrue();
        lines.Current.ShouldBe("last");
        (await lines.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_log_does_not_grow_without_bound()
    {
        await using var test = await TestCluster.StartAsync(options => options with { LogBytes = 10_000 });
        test.Apply(Yaml.Shell("a", "i=0; while :; do i=$((i+1)); echo \"line $i\"; sleep 0.001; done"));
        await test.UntilAsync(() => test.Cluster.Pods is [{ Ready: true }]);
        var log = test.OnlyPod().LogPath;
        var most = 0L;
        for (var rotations = 0; rotations < 2;)
        {
            var before = new FileInfo($"{log}.1");
            var stamp = before.Exists ? before.LastWriteTimeUtc : default;
            while (new FileInfo($"{log}.1") is not { Exists: true } after || after.LastWriteTimeUtc == stamp)
            {
                most = Math.Max(most, new FileInfo(log).Length);
                await Task.Delay(20);
            }

            rotations++;
        }

        new FileInfo($"{log}.1").Length.ShouldBeLessThanOrEqualTo(10_000);
        most.ShouldBeLessThan(1_000_000);
        // The program goes on writing where it was: no hole, no end.
        var last = (await test.Cluster.ReadLogsAsync("developer", test.OnlyPod().Name, tail: 1, follow: true).Take(3).ToListAsync())[^1];
        last.ShouldStartWith("line ");
    }

    [Fact]
    public async Task Only_the_logs_of_the_last_gone_pods_are_kept()
    {
        await using var test = await TestCluster.StartAsync(options => options with { LogsKept = 2 });
        for (var i = 1; i <= 4; i++)
        {
            test.Apply(Yaml.Shell("a", "echo $0; exec sleep 1000", tag: $"v{i}"));
            await test.CompleteAsync("a");
            await test.UntilAsync(() => test.Cluster.Pods.Count == 1);
        }

        // A log is pruned just after its pod is gone.
        string[] logs;
        for (var start = TimeProvider.System.GetTimestamp();
            (logs = Directory.GetFiles(Path.Combine(test.Directory, "logs", "developer", "a"))).Length != 3 && TimeProvider.System.GetElapsedTime(start) < TestCluster.Deadline;)
        {
            await Task.Delay(10);
        }

        logs.Length.ShouldBe(3);
        File.Exists(test.OnlyPod().LogPath).ShouldBeTrue();
    }
}
