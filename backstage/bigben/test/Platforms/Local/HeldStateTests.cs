using System.Globalization;
using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Git;
using BigBen.Images;
using BigBen.Kubernetes;
using BigBen.Platforms.Local;
using BigBen.Tests.ArgoCd;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Local;

public sealed class HeldStateTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_platform_ends_by_itself_once_its_folder_is_deleted_or_another_s(bool isReplaced)
    {
        var state = new StateFolder(_temp["state"]);
        var isOver = false;
        using var ending = new CancellationTokenSource();
        var running = HeldState.RunAsync(state, PlatformAsync, TimeProvider.System, ending.Token);
        running.IsCompleted.ShouldBeFalse();

        Directory.Delete(state.Path, recursive: true);
        if (isReplaced)
        {
            Directory.CreateDirectory(state.Path);
            File.WriteAllText(state.LockHolder, "1");
        }

        await Eventually.TrueAsync(() => Task.FromResult(running.IsCompleted));
        (await Should.ThrowAsync<PlatformException>(() => running)).Message.ShouldContain($"'{state.Path}' was deleted or replaced");
        isOver.ShouldBeTrue();

        async Task PlatformAsync(CancellationToken cancellationToken)
        {
            using var held = PlatformLock.TryTake(state);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            finally
            {
                isOver = true;
            }
        }
    }

    [Fact]
    public async Task What_the_platform_says_itself_is_what_is_told()
    {
        var failing = HeldState.RunAsync(
            new StateFolder(_temp["state"]),
            _ => Task.FromException(new PlatformException("The port is taken.")),
            TimeProvider.System,
            CancellationToken.None);

        (await Should.ThrowAsync<PlatformException>(() => failing)).Message.ShouldBe("The port is taken.");
    }

    [Fact]
    public async Task A_real_platform_ends_its_pods_and_says_so_once()
    {
        var state = new StateFolder(_temp["state"]);
        var (clone, _) = await ArgoCdFixture.RepositoryAsync(_temp, (ArgoCdFixture.Records, "developer: {}"));
        await ForgeRepository.OpenOrCreateAsync(state.Forge, clone.Path, CancellationToken.None);
        _temp.Write("image/run.sh", $"echo $$ >'{_temp["pid"]}.new'; mv '{_temp["pid"]}.new' '{_temp["pid"]}'; exec sleep 1000");
        var nothing = new Dictionary<string, string>();
        await new ImageStore(state.Images, TimeProvider.System).AddAsync(
            "hello", "v1", _temp["image"], new ImageConfig(["/bin/sh", "run.sh"], nothing, nothing));
        using var ending = new CancellationTokenSource();
        var platform = ServeAsync(state, ending.Token);
        try
        {
            var pod = await PodAsync(state, platform);

            // It writes there meanwhile.
            await Eventually.TrueAsync(() => Task.FromResult(TryDelete(state.Path)));

            var end = await platform.WaitAsync(Eventually.Deadline);
            end.ExitCode.ShouldBe(1, end.Error);
            end.Error.Split('\n').Count(line => line.Contains("was deleted or replaced while its platform ran")).ShouldBe(1, end.Error);
            end.Error.ShouldNotContain("   at BigBen.");
            pod.IsAlive.ShouldBeFalse();
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private static async Task<CommandResult> ServeAsync(StateFolder state, CancellationToken cancellationToken)
    {
        var helm = Path.GetDirectoryName((await TestHelm.ProgramAsync()).Path);
        return await new Command(
            "dotnet",
            typeof(HeldState).Assembly.Location,
            Daemon.Verb,
            "--state",
            state.Path,
            "--port",
            $"{PlatformFixture.FreePort()}",
            "--domain",
            PlatformHosts.Domain)
        {
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{helm}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                ["BIGBEN_ROOT"] = RepositoryRoot.Path,
            },
        }.RunAsync(cancellationToken);
    }

    // The process of a pod that was made by hand.
    private async Task<ProcessIdentity> PodAsync(StateFolder state, Task<CommandResult> platform)
    {
        await Eventually.TrueAsync(() =>
        {
            platform.IsCompleted.ShouldBeFalse();
            return Task.FromResult(PlatformRecord.Read(state) is not null);
        });
        using var api = KubernetesApi.Open(state.Kubeconfig);
        var pod = new
        {
            apiVersion = "v1",
            kind = "Pod",
            metadata = new { name = "hello" },
            spec = new { containers = new[] { new { name = "hello", image = "hello:v1" } } },
        };
        await api.CreateAsync(ResourceKind.Pods, "default", pod, CancellationToken.None);
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(_temp["pid"])));
        return ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(_temp["pid"]), CultureInfo.InvariantCulture)).ShouldNotBeNull();
    }

    private static bool TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
