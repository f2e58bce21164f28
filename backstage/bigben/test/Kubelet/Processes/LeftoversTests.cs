using System.Diagnostics;
using System.Text.Json;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Processes;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Kubelet.Processes;

public class LeftoversTests
{
    [Fact]
    public async Task The_processes_of_a_killed_kubelet_live_on_and_its_successor_runs_the_same_pods_anew()
    {
        var directory = TestNode.NewDirectory();
        const string Script = "sleep 1000 & touch $TMPDIR/up; while :; do echo tick; sleep 0.02; done";
        // By its hosts the one is in a mount namespace of its own, where this machine gives any.
        const string Hosts = "hostAliases: [ { ip: 192.0.2.7, hostnames: [ b.example ] } ]";
        // A kubelet that is killed before its pods' programs run leaves nothing.
        var (a, b) = (PodYaml.Shell("a", Script, "", PodYaml.ReadyOnceUp), PodYaml.Shell("b", Script, Hosts, PodYaml.ReadyOnceUp));
        var left = await StartAndKillAsync(directory, $"{a}\n---\n{b}");
        left.Count.ShouldBeGreaterThanOrEqualTo(2);
        // Writing to a log whose platform is gone does not end them.
        foreach (var log in Directory.GetFiles(directory, "0.log", SearchOption.AllDirectories))
        {
            var length = new FileInfo(log).Length;
            await Eventually.TrueAsync(() => Task.FromResult(new FileInfo(log).Length >= length + 20));
        }

        await using var test = await TestNode.StartAsync(directory: directory);
        left.ShouldAllBe(process => !process.IsAlive);
        test.Agent.Leftovers.ShouldBeGreaterThanOrEqualTo(2);
        var first = (await test.HistoryAsync("a"))[0];
        await test.ReadyAsync("a");
        await test.ReadyAsync("b");

        // No status says any more that something runs that does not.
        first.HasCondition("Ready").ShouldBeFalse();
        var pod = test.Find("a")!.Value;
        pod.Text("uid").ShouldBe(first.Text("uid"));
        test.Container("a").NumberAt("restartCount").ShouldBe(1);
        test.Container("a").TextAt("lastState", "terminated", "reason").ShouldBe("Unknown");
        (await test.LogAsync("a", options => options with { Previous = true }))!.ShouldStartWith("tick\n");
        Directory.GetDirectories(Path.Combine(directory, "kubelet", "pods")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_leftover_that_does_not_listen_is_killed_and_found_without_any_record()
    {
        var directory = TestNode.NewDirectory();
        var left = await StartAndKillAsync(directory, PodYaml.Shell("a", PodYaml.EndsForNoSignal, container: PodYaml.ReadyOnceUp));
        Directory.Delete(Path.Combine(directory, "kubelet", "pods"), recursive: true);

        var grace = TimeSpan.FromMilliseconds(200);
        await using var test = await TestNode.StartAsync(options => options with { LeftoverGrace = grace }, directory);

        left.ShouldAllBe(process => !process.IsAlive);
    }

    [Fact]
    public async Task A_number_that_now_belongs_to_another_process_is_left_alone()
    {
        var directory = TestNode.NewDirectory();
        var kubelet = Path.Combine(directory, "kubelet");
        Directory.CreateDirectory(kubelet);
        using var stranger = Process.Start("/bin/sleep", "1000");
        using var owned = Process.Start("/bin/sleep", "1000");
        try
        {
            var mine = ProcessIdentity.Of(owned.Id)!;
            Write("reused", stranger.Id, "another time");
            Write("broken", 0, null);
            Write("mine", mine.Pid, mine.Started);
            var kept = ProcessIdentity.Of(stranger.Id)!;
            Write("volume", kept.Pid, kept.Started, "volumes/v");

            await using var test = await TestNode.StartAsync(directory: directory);

            stranger.HasExited.ShouldBeFalse();
            owned.WaitForExit(TestNode.Deadline).ShouldBeTrue();
        }
        finally
        {
            stranger.Kill();
            owned.Kill();
        }

        // What a program keeps in a volume names no process of ours.
        void Write(string pod, int pid, string? started, string folder = "containers/main")
        {
            var text = started is null
                ? "{ broken"
                : JsonSerializer.Serialize(new { Cluster = Leftovers.IdOf(kubelet), Pid = pid, Started = started });
            AtomicFile.Write(Path.Combine(kubelet, "pods", pod, folder, "process.json"), text);
        }
    }

    [Fact]
    public void No_signal_reaches_a_process_of_another_time()
    {
        using var stranger = Process.Start("/bin/sleep", "1000");
        try
        {
            Signals.Send(new ProcessIdentity(stranger.Id, "another time"), Signals.Kill);
            stranger.WaitForExit(TimeSpan.FromMilliseconds(300)).ShouldBeFalse();
            Signals.Send(ProcessIdentity.Of(stranger.Id)!, Signals.Kill);
            stranger.WaitForExit(TestNode.Deadline).ShouldBeTrue();
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public void A_directory_reached_by_a_link_is_the_same()
    {
        var directory = TestNode.NewDirectory();
        var link = Path.Combine(TestNode.NewDirectory(), "link");
        Directory.CreateSymbolicLink(link, directory);

        Leftovers.IdOf(link).ShouldBe(Leftovers.IdOf(directory));
        Leftovers.IdOf(directory).ShouldNotBe(Leftovers.IdOf(Path.GetDirectoryName(directory)!));
        Directory.Delete(Path.GetDirectoryName(link)!, recursive: true);
        Directory.Delete(directory);
    }

    private static async Task<IReadOnlyList<ProcessIdentity>> StartAndKillAsync(string directory, string pods)
    {
        var manifests = Path.Combine(directory, "pods.yaml");
        await File.WriteAllTextAsync(manifests, pods);
        var program = Path.Combine(AppContext.BaseDirectory, "bigben.TestPod.dll");
        var start = new ProcessStartInfo("dotnet", [program, "kubelet", directory, manifests]) { RedirectStandardOutput = true };
        using var platform = Process.Start(start)!;
        (await platform.StandardOutput.ReadLineAsync().WaitAsync(TestNode.Deadline)).ShouldBe("ready");
        platform.Kill();
        await platform.WaitForExitAsync();
        return TestNode.ProcessesOf(directory);
    }
}
