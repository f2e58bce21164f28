using System.Security.Cryptography;
using BigBen.Console;
using BigBen.Delivery;
using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Images;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Manifests.Helm;
using BigBen.Network;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Runtime;

namespace BigBen.Bootstrap;

/// <summary>The platform's process: puts the rooms together and serves until it is told to end.</summary>
public static class LocalPlatform
{
    /// <summary>Serves until cancelled; pods end with it, except when it is killed: the next one then ends them.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="port">The port that every host is served on.</param>
    /// <param name="cancellationToken">Ends the platform in good order.</param>
    /// <exception cref="PlatformException">It runs already, the port is taken, or the state is damaged.</exception>
    public static async Task RunAsync(StateFolder state, int port, CancellationToken cancellationToken)
    {
        using var held = PlatformLock.TryTake(state)
            ?? throw new PlatformException($"A platform already runs with the state folder '{state.Path}'; see it with ./bootstrap/big-ben.sh status.");
        Daemon.LeaveTerminal();
        var clock = TimeProvider.System;
        var helm = await new HelmInstaller(state.Tools).FindOrInstallAsync(cancellationToken);
        var forge = await ForgeRepository.OpenAsync(state.Forge, cancellationToken);
        var images = new ImageStore(state.Images);
        var containerImages = new StoredImages(images);

        Router? network = null;
        await using var cluster = new Cluster(new ClusterOptions
        {
            Directory = state.Cluster,
            Images = containerImages,
            Environment = (@namespace, cancellation) => network!.EnvironmentAsync(@namespace, cancellation),
            Clock = clock,
        });
        await cluster.StartAsync(cancellationToken);
        await using var router = network = new Router(cluster, clock);
        await router.StartAsync(port, cancellationToken);

        var source = new ForgeSource(forge);
        var renderer = new Renderer(source, new HelmCli(helm), $"{helm.Version}", new EnvironmentSettings(LocalRegistry, PlatformHosts.Domain), state.Cache);
        using var controller = new ApplicationController(source, renderer, cluster, new ApplicationRecords(state.Applications), clock);
        controller.Restore();
        if (await controller.ReconcileAsync(await forge.HeadAsync(cancellationToken), cancellationToken) is { } failure)
            Log(failure);

        var environments = new LocalEnvironments(
            controller, new HealthWatch(controller, cluster, containerImages), new Delivery.Prover(port, router.ProxyForAsync), cluster);
        using var turns = new DeliveryTurns();
        var build = new DotnetBuild(forge.Git, state.Work);
        var actions = new PlatformActions(forge, new StoreImages(images), build, new PublishedImages(build, images), environments, turns, state);
        var record = new PlatformRecord(
            Environment.ProcessId, port, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), PlatformRecord.ThisBuild, clock.GetUtcNow());
        using var api = KubernetesApi.Open(state.Kubeconfig);
        await using var cache = await ClusterCache.StartAsync(api, clock, cancellationToken);
        router.MapHost(PlatformHosts.Console, ConsoleApi.Create(new ConsoleContext(
            record,
            api,
            cache,
            new RunJournal(state.Runs, clock),
            actions,
            forge,
            new LocalMetrics(router.Metrics, controller, renderer),
            clock,
            cancellationToken)));
        ReceiveHook.Install(forge, [Environment.ProcessPath!, typeof(LocalPlatform).Assembly.Location, ReceiveVerbName, "--state", state.Path]);
        record.Write(state);
        try
        {
            await new MainFollower(forge, controller, Log).FollowAsync(cancellationToken);
        }
        finally
        {
            File.Delete(state.PlatformRecord);
            // Before the router goes, so that requests under way are still answered.
            await cluster.DisposeAsync();
        }
    }

    /// <summary>The registry in image references: the platform's own store.</summary>
    public const string LocalRegistry = "local";

    /// <summary>The verb that the forge's hook calls.</summary>
    public const string ReceiveVerbName = "receive";

    private static void Log(string line) => System.Console.Error.WriteLine($"{DateTimeOffset.UtcNow:O} {line}");
}
