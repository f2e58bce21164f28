using System.Globalization;
using BigBen.ApiServer;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;
using BigBen.Kubelet;
using BigBen.Kubelet.Pods;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Kubelet;

public class PodLogsTests
{
    private const string Say = "echo one; echo two >&2; printf three; echo up > $TMPDIR/up; exec sleep 1000";

    [Fact]
    public async Task Both_outputs_are_kept_in_their_order_and_cut_as_asked()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", Say));
        await test.ReadyAsync("a");
        await test.FileAsync("a", "up");

        (await test.LogAsync("a")).ShouldBe("one\ntwo\nthree");
        (await test.LogAsync("a", options => options with { TailLines = 2 })).ShouldBe("two\nthree");
        (await test.LogAsync("a", options => options with { TailLines = 0 })).ShouldBe("");
        (await test.LogAsync("a", options => options with { LimitBytes = 5 })).ShouldBe("one\nt");
        (await test.LogAsync("a", options => options with { Since = DateTimeOffset.UtcNow.AddMinutes(1) })).ShouldBe("");
        (await test.LogAsync("a", options => options with { Since = DateTimeOffset.UtcNow.AddMinutes(-1) })).ShouldBe("one\ntwo\nthree");
        (await test.LogAsync("a", options => options with { Previous = true })).ShouldBeNull();
        (await test.LogAsync("a", options => options with { Container = "none" })).ShouldBeNull();
    }

    [Fact]
    public async Task A_lines_time_is_that_at_which_it_was_written()
    {
        await using var test = await TestNode.StartAsync();
        var start = DateTimeOffset.UtcNow;
        test.Apply(PodYaml.Shell(
            "a",
            """
            echo one; echo up > $TMPDIR/up
            while test ! -e $TMPDIR/go; do sleep 0.02; done
            echo two; echo up > $TMPDIR/done
            exec sleep 1000
            """));
        await test.ReadyAsync("a");
        await test.FileAsync("a", "up");
        // Reading notes what there is, so that the second line is known to be a later one.
        var between = Time((await LinesAsync())[0]);
        DateTimeOffset middle;
        do
            middle = DateTimeOffset.UtcNow;
        while (middle <= between);
        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a"), "go"), "");
        await test.FileAsync("a", "done");

        var lines = await LinesAsync();

        lines.Select(line => line.Split(' ')[1]).ShouldBe(["one", "two"]);
        Time(lines[0]).ShouldBe(between);
        Time(lines[0]).ShouldBeInRange(start, middle);
        Time(lines[1]).ShouldBeInRange(middle, DateTimeOffset.UtcNow);
        lines[0].Split(' ')[0].Length.ShouldBe("2026-11-26T01:35:50.123456789Z".Length);
        (await test.LogAsync("a", options => options with { Since = middle })).ShouldBe("two\n");

        async Task<string[]> LinesAsync() =>
            (await test.LogAsync("a", options => options with { Timestamps = true }))!.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        static DateTimeOffset Time(string line) =>
            DateTimeOffset.Parse(line.Split(' ')[0].Replace("00Z", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Following_ends_with_the_container_and_misses_nothing()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "trap 'printf last; exit 0' TERM; echo first; echo up > $TMPDIR/up; while :; do sleep 0.05; done"));
        await test.ReadyAsync("a");
        await test.FileAsync("a", "up");
        var options = new LogOptions("main", true, false, false, null, null, null);
        await using var stream = await test.Logs.OpenAsync(test.Find("a")!.Value, options, CancellationToken.None);
        using var reader = new StreamReader(stream!);
        (await reader.ReadLineAsync()).ShouldBe("first");

        test.Delete("a");
        (await reader.ReadLineAsync()).ShouldBe("last");
        (await reader.ReadLineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_follower_that_leaves_is_let_go()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.ReadyAsync("a");
        using var leave = new CancellationTokenSource();
        var options = new LogOptions("main", true, false, false, null, null, null);
        await using var stream = await test.Logs.OpenAsync(test.Find("a")!.Value, options, leave.Token);
        var reading = stream!.ReadAsync(new byte[10]).AsTask();

        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Each_run_has_its_log_and_the_one_before_is_kept()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "echo run >> $TMPDIR/runs; echo run $(wc -l < $TMPDIR/runs); exec sleep 1000"));
        await test.ReadyAsync("a");
        for (var run = 1; run <= 2; run++)
        {
            await UntilLogAsync($"run {run}\n");
            Signals.Send(test.ProcessOf("a"), Signals.Kill);
            await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") == run && test.IsReady("a"));
        }

        await UntilLogAsync("run 3\n");
        (await test.LogAsync("a", options => options with { Previous = true })).ShouldBe("run 2\n");
        Directory.EnumerateFiles(test.Directory, "*.log", SearchOption.AllDirectories).Count().ShouldBe(2);

        async Task UntilLogAsync(string text)
        {
            using var deadline = new CancellationTokenSource(TestNode.Deadline);
            while (await test.LogAsync("a") != text)
                await Task.Delay(10, deadline.Token);
        }
    }

    [Fact]
    public async Task A_pod_that_waits_for_its_next_run_shows_the_last_one()
    {
        var never = new BigBen.Kubelet.BackOffOptions(TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        await using var test = await TestNode.StartAsync(options => options with { RestartBackOff = never });
        test.Apply(PodYaml.Shell("a", "echo run >> $TMPDIR/runs; echo run $(wc -l < $TMPDIR/runs); exit 1"));
        await test.UntilAsync(() => test.Waits("a") == "CrashLoopBackOff");

        (await test.LogAsync("a")).ShouldBe("run 2\n");
        (await test.LogAsync("a", options => options with { Previous = true })).ShouldBe("run 2\n");
    }

    [Fact]
    public async Task A_log_does_not_grow_without_bound()
    {
        const int Bound = 10_000;
        var clock = new LaptopClock();
        await using var test = await TestNode.StartAsync(options => options with { LogBytes = Bound, Clock = clock });
        // A hundred lines whenever it is told to, five times the bound.
        test.Apply(PodYaml.Shell(
            "a",
            """
            long=$(printf %0500d 0); i=0
            while :; do
              until test -e $TMPDIR/go; do sleep 0.02; done
              rm $TMPDIR/go
              most=$((i+100)); while test $i -lt $most; do i=$((i+1)); echo "line $i $long"; done
              echo done > $TMPDIR/$i
            done
            """));
        await test.ReadyAsync("a");
        var log = Directory.EnumerateFiles(test.Directory, "*.log", SearchOption.AllDirectories).Single();
        foreach (var last in new[] { 100, 200 })
        {
            await WriteAsync(last);
            new FileInfo(log).Length.ShouldBeGreaterThan(4 * Bound);
            // Nobody waits but who looks after the logs.
            await Eventually.TrueAsync(() => Task.FromResult(clock.IsWaitedFor));
            clock.Advance(TimeSpan.FromSeconds(2));
            await Eventually.TrueAsync(() => Task.FromResult(clock.IsWaitedFor));

            new FileInfo(log).Length.ShouldBe(0);
            new FileInfo($"{log}.1").Length.ShouldBe(Bound);
        }

        // The program goes on writing where it was: no hole, no end, and what was rotated away keeps its times.
        await WriteAsync(300);
        var text = await test.LogAsync("a", options => options with { Timestamps = true });
        text!.Contains('\0').ShouldBeFalse();
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => line.Split(' ')[0]).ShouldBeInOrder();
        lines[^1].ShouldContain(" line 300 ");
        lines.ShouldContain(line => line.Contains(" line 200 ", StringComparison.Ordinal));

        async Task WriteAsync(int last)
        {
            await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a"), "go"), "");
            await test.FileAsync("a", $"{last}");
        }
    }

    [Fact]
    public void The_runs_of_a_CronJob_have_one_owner_and_the_folders_of_what_is_gone_go()
    {
        using var directory = new TestDirectory();
        var logs = new PodLogs(directory["logs"], TimeProvider.System);
        var none = new Dictionary<string, string>();
        var folders = new List<string>();
        foreach (var owner in new[] { "cron-29391234", "cron-29391235", "cron-29391236", "cron-29391237", "web-1", "web-2" })
        {
            var pod = new PodIdentity(TestNode.Namespace, owner, $"uid-{owner}", owner, none, none);
            logs.End(logs.Begin(pod, "main", 0));
            folders.Add(Path.Combine(directory["logs"], TestNode.Namespace, owner));
            Directory.SetLastWriteTimeUtc(
                Directory.GetDirectories(folders[^1]).Single(), DateTime.UnixEpoch.AddMinutes(folders.Count));
        }

        // The oldest is a run that there still is.
        logs.Prune(new HashSet<string> { "uid-cron-29391234" }, keep: 2);

        folders.Where(Directory.Exists).Select(Path.GetFileName)
            .ShouldBe(["cron-29391234", "cron-29391236", "cron-29391237", "web-1", "web-2"]);
    }

    [Theory]
    [InlineData(
        "labels: { pod-template-hash: abc }",
        "ownerReferences: [ { apiVersion: apps/v1, kind: ReplicaSet, name: a-abc, uid: u, controller: true } ]")]
    [InlineData("generateName: a-", "labels: { of: nobody }")]
    public async Task Only_the_logs_of_the_last_gone_pods_are_kept(string first, string second)
    {
        await using var test = await TestNode.StartAsync(options => options with { LogsKept = 2 });
        for (var i = 1; i <= 4; i++)
        {
            test.Apply(Owned($"a-{i}"));
            await test.ReadyAsync($"a-{i}");
            if (i == 4)
                break;
            test.Delete($"a-{i}");
            await test.GoneAsync($"a-{i}");
        }

        // Logs are pruned within a second after a pod is gone.
        var folder = Path.Combine(test.Directory, "logs", "developer", "a");
        using var deadline = new CancellationTokenSource(TestNode.Deadline);
        while (Directory.GetDirectories(folder).Length != 3)
            await Task.Delay(10, deadline.Token);
        Directory.Exists(Path.Combine(folder, $"a-4_{test.Find("a-4")!.Value.Text("uid")}")).ShouldBeTrue();

        string Owned(string name) => PodYaml.Shell(name, "echo here; exec sleep 1000").Replace(
            $"metadata: {{ name: {name}, labels: {{ app: {name} }} }}",
            $$"""
            metadata:
              name: {{name}}
              {{first}}
              {{second}}
            """,
            StringComparison.Ordinal);
    }
}
