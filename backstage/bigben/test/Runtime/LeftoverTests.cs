using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BigBen.Foundation;
using BigBen.Runtime;
using BigBen.Tests.Manifests;

namespace BigBen.Tests.Runtime;

public class LeftoverTests
{
    [Fact]
    public async Task The_pods_of_a_killed_platform_live_on_and_its_successor_replaces_them()
    {
        var directory = TestCluster.NewDirectory();
        var manifests = Path.Combine(directory, "manifests.yaml");
        await File.WriteAllTextAsync(manifests, Yaml.Shell("a", "sleep 1000 & while :; do echo tick; sleep 0.02; done", replicas: 2));
        var left = await StartAndKillAsync(directory, manifests);
        left.Count.ShouldBe(2);
        // Writing to a log whose platform is gone does not end them.
        await Task.Delay(200);
        left.ShouldAllBe(process => process.IsAlive);
        var marked = ProcessIdentity.WithVariable("BIGBEN_CLUSTER", Leftovers.IdOf(directory));
        marked.Count.ShouldBeGreaterThanOrEqualTo(left.Count);

        await using var test = await TestCluster.StartAsync(directory: directory);
        left.Concat(marked).ShouldAllBe(process => !process.IsAlive);
        test.Apply(await File.ReadAllTextAsync(manifests));
        await test.CompleteAsync("a");
        test.Cluster.Pods.Count.ShouldBe(2);
        Directory.GetDirectories(Path.Combine(directory, "pods", "developer")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_leftover_that_does_not_listen_is_killed_and_found_without_any_record()
    {
        var directory = TestCluster.NewDirectory();
        var manifests = Path.Combine(directory, "manifests.yaml");
        await File.WriteAllTextAsync(manifests, Yaml.Shell("a", "trap '' TERM; while :; do sleep 0.02; done"));
        var left = await StartAndKillAsync(directory, manifests);
        Directory.Delete(Path.Combine(directory, "pods"), recursive: true);

        await using var test = await TestCluster.StartAsync(options => options with { LeftoverGrace = TimeSpan.FromMilliseconds(200) }, directory);

        left.ShouldHaveSingleItem().IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task A_number_that_now_belongs_to_another_process_is_left_alone()
    {
        var directory = TestCluster.NewDirectory();
        using var stranger = Process.Start("/bin/sleep", "1000");
        using var owned = Process.Start("/bin/sleep", "1000");
        try
        {
            var mine = ProcessIdentity.Of(owned.Id)!;
            Write("reused", stranger.Id, "another time");
            Write("broken", 0, null);
            Write("mine", mine.Pid, mine.Started);

            await using var test = await TestCluster.StartAsync(directory: directory);

            stranger.HasExited.ShouldBeFalse();
            owned.WaitForExit(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        }
        finally
        {
            stranger.Kill();
            owned.Kill();
        }

        void Write(string pod, int pid, string? started)
        {
            var text = started is null ? "{ broken" : JsonSerializer.Serialize(new { Cluster = Leftovers.IdOf(directory), Pid = pid, Started = started });
            AtomicFile.Write(Path.Combine(directory, "pods", "developer", pod, "process.json"), text);
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
            stranger.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task Two_clusters_do_not_share_a_directory()
    {
        await using var test = await TestCluster.StartAsync();
        await using var second = new Cluster(new ClusterOptions { Directory = test.Directory, Images = test.Images });

        (await Should.ThrowAsync<PlatformException>(() => second.StartAsync())).Message.ShouldContain($"'{test.Directory}' cannot be used");
    }

    [Fact]
    public async Task A_directory_reached_by_a_link_is_the_same()
    {
        var directory = TestCluster.NewDirectory();
        var link = Path.Combine(TestCluster.NewDirectory(), "link");
        Directory.CreateSymbolicLink(link, directory);

        Leftovers.IdOf(link).ShouldBe(Leftovers.IdOf(directory));
        Leftovers.IdOf(directory).ShouldNotBe(Leftovers.IdOf(Path.GetDirectoryName(directory)!));
        Directory.Delete(Path.GetDirectoryName(link)!, recursive: true);
        Directory.Delete(directory);
        await Task.CompletedTask;
    }

    private static async Task<List<ProcessIdentity>> StartAndKillAsync(string directory, string manifests)
    {
        using var platform = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.TestPod.dll"), "cluster", directory, manifests])
        {
            RedirectStandardOutput = true,
        })!;
        var pids = await platform.StandardOutput.ReadLineAsync().WaitAsync(TestCluster.Deadline);
        platform.Kill();
        await platform.WaitForExitAsync();
        return [.. pids!.Split(' ').Select(pid => ProcessIdentity.Of(int.Parse(pid, CultureInfo.InvariantCulture))!)];
    }
}
