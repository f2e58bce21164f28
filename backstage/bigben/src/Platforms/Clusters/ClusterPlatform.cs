using BigBen.ArgoCd;
using BigBen.ArgoCd.Sources;
using BigBen.Console;
using BigBen.Git;
using BigBen.Images.Registry;
using BigBen.Ingress.Listening;
using BigBen.Kubelet.Processes;
using BigBen.Manifests.Helm;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Commits;
using BigBen.Pipeline.Remote;
using BigBen.Platforms.Clusters.Environments;
using BigBen.Platforms.Local;

namespace BigBen.Platforms.Clusters;

/// <summary>
/// The process of a platform in a cluster: forge, pipeline and console, as on local; what runs is the cluster's business.
/// </summary>
internal static class ClusterPlatform
{
    /// <summary>Serves until cancelled; the cluster goes on without it.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="cancellationToken">Ends it in good order.</param>
    /// <exception cref="PlatformException">It runs already, or the state is damaged.</exception>
    public static async Task RunAsync(ClusterSettings settings, CancellationToken cancellationToken)
    {
        var state = settings.State;
        using var held = PlatformProcess.Begin(state);
        Leftovers.MarkChildren(state.Cluster);
        using var logs = PlatformProcess.Logs();
        var log = logs.CreateLogger(PlatformProcess.LogName);
        // Where a start does not come to its end, the last of these lines tells what it waits for.
        log.Starting("find Helm");
        var helm = await new HelmInstaller(state.Tools).FindOrInstallAsync(cancellationToken);
        log.Starting("open the forge");
        var forge = await ForgeRepository.OpenAsync(state.Forge, cancellationToken);
        var source = new ForgeSource(forge, settings.Repository);
        var clock = TimeProvider.System;
        var renderings = new RenderCache(state.Cache, clock);
        var renderer = new Renderer(source, new HelmCli(helm), settings.Environments, renderings);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = settings.IsHosted }) { Timeout = settings.Patience.Look };
        var images = new RegistryImages(
            new RegistryClient(http, RegistryCredentials.OfThisUser()),
            () => settings.PushRegistryAsync(CancellationToken.None).GetAwaiter().GetResult());
        log.Starting("watch the cluster's objects");
        await using var cluster = await PlatformCluster.OpenAsync(settings, clock, cancellationToken);
        await cluster.Candidates.SweepAsync(cancellationToken);
        if (settings.IsHosted)
            log.Starting("find the hosted repository");
        var hosted = settings.IsHosted
            ? await RemoteBranch.OpenAsync(forge.Path, ForgeRepository.SourceName, cancellationToken)
            : null;
        var main = new ForgeBranch(forge, hosted);
        using var turns = new DeliveryTurns();
        using var build = new DotnetBuild(forge.Git, state.Work);
        var gate = new EnvironmentsGate(store: null, source, renderer, new ClusterSecrets(cluster.Api));
        var environments = new ClusterEnvironments(cluster, forge.Git, gate);
        var actions = new PlatformActions(
            main, images, build, new EngineImages(settings, build.Tree, images), environments, turns,
            new Housekeeping(cluster.Cache, renderings, images: null), state);

        // Its hosts are the ingress controller's; the console has a port of its own, which the record tells.
        RequestDelegate? console = null;
        await using var server = await LoopbackServer.StartAsync(0, useIPv6: false, http => console!(http), cancellationToken);
        var record = PlatformProcess.Record(settings.Port, settings.ConsoleDomain, clock) with { ApiPort = server.Port };
        console = ConsoleApi.Create(new ConsoleContext(
            record,
            cluster.Api,
            cluster.Cache,
            new RunJournal(state.Runs, clock),
            actions,
            new CommitHistory(forge),
            Metrics: null,
            clock,
            cancellationToken)
        {
            Elsewhere = settings.Pages,
        });
        await PlatformProcess.ServeAsync(state, forge, record, () => main.IsHosted
            ? new HostedFollower(main, clock, log).FollowAsync(cancellationToken)
            : UntilEndAsync(cancellationToken));
    }

    private static async Task UntilEndAsync(CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
