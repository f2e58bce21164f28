using BigBen.ArgoCd.Sources;
using BigBen.Console;
using BigBen.Git;
using BigBen.Images;
using BigBen.Kubelet.Processes;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;
using BigBen.Manifests.Helm;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Commits;
using BigBen.Platforms.Environments;
using BigBen.Platforms.Local.Databases;
using BigBen.Secrets;

namespace BigBen.Platforms.Local;

/// <summary>The platform's process: puts the rooms together and serves until it is told to end.</summary>
internal static class LocalPlatform
{
    // Ready pods answer at once; the rest is room for a busy machine.
    private static readonly TimeSpan ProofDeadline = TimeSpan.FromSeconds(15);

    /// <summary>Serves until cancelled; pods end with it, except when it is killed: the next one then ends them.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="port">The port that every host is served on.</param>
    /// <param name="domain">What every host ends in.</param>
    /// <param name="cancellationToken">Ends the platform in good order.</param>
    /// <exception cref="PlatformException">It runs already, the port is taken, or the state is damaged.</exception>
    public static async Task RunAsync(StateFolder state, int port, string domain, CancellationToken cancellationToken)
    {
        using var held = PlatformProcess.Begin(state);
        var clock = TimeProvider.System;
        using var logs = PlatformProcess.Logs();
        var log = logs.CreateLogger(PlatformProcess.LogName);
        // Where a start does not come to its end, the last of these lines tells what it waits for.
        log.Starting("find Helm");
        var helm = await new HelmInstaller(state.Tools).FindOrInstallAsync(cancellationToken);
        log.Starting("open the forge");
        var forge = await ForgeRepository.OpenAsync(state.Forge, cancellationToken);
        var images = new ImageStore(state.Images, clock);
        var source = new ForgeSource(forge);
        var settings = new EnvironmentSettings(LocalRegistry, domain, port);
        var renderings = new RenderCache(state.Cache, clock);
        var renderer = new Renderer(source, new HelmCli(helm), settings, renderings, KeyFile.OfUser());
        log.Starting("start the API server and what acts on its objects");
        await using var cluster = await LocalCluster.StartAsync(
            state, port, new DatabaseImages(new StoredImages(images), state.Tools), source, renderer, clock, log, cancellationToken);
        Leftovers.MarkChildren(state.Cluster);
        log.Starting("apply what main says");
        try
        {
            await cluster.ArgoCd.RefreshAsync(await forge.HeadAsync(cancellationToken), cancellationToken);
        }
        catch (PlatformException e)
        {
            // What ran goes on; a push repairs it.
            log.NotReconciled(e.Message);
        }

        log.Starting("watch the cluster's objects");
        // Not the user's token, which may be rotated meanwhile.
        using var api = KubernetesApi.Open(state.Kubeconfig, token: cluster.Api.LoopbackToken);
        await using var cache = await ClusterCache.StartAsync(api, clock, cancellationToken);
        var candidates = new CandidateRunner(api, cache, clock);
        await candidates.SweepAsync(cancellationToken);
        var environments = new LocalEnvironments(
            cluster.Api.Store,
            cluster.ArgoCd,
            cluster.Kubelet,
            new ApplicationWait(api, cache, WaitPatience.Usual, clock) { EndsOldSyncs = true },
            new EnvironmentProof(cache, new Prover(port, ProofDeadline, cluster.Ingress.ProxyForAsync), forge.Git),
            candidates);
        using var turns = new DeliveryTurns();
        using var build = new DotnetBuild(forge.Git, state.Work);
        var actions = new PlatformActions(
            new ForgeBranch(forge), new StoreImages(images), build, new PublishedImages(build, images), environments, turns,
            new Housekeeping(cache, renderings, new ImagePruner(forge.Git, images, state.Pipelines)), state);
        var record = PlatformProcess.Record(port, domain, clock);
        cluster.Ingress.MapHost(record.ConsoleHost, ConsoleApi.Create(new ConsoleContext(
            record,
            api,
            cache,
            new RunJournal(state.Runs, clock),
            actions,
            new CommitHistory(forge),
            new LocalMetrics(cluster.Ingress.Metrics, cluster.ArgoCd, renderer),
            clock,
            cancellationToken)));
        // Before the process can be found: whoever sees it run sees where it is to run again.
        new LocalRecord(port, domain).Write(state);
        var follower = new MainFollower(forge, cluster.ArgoCd, clock, log);
        await PlatformProcess.ServeAsync(state, forge, record, () => follower.FollowAsync(cancellationToken));
    }

    /// <summary>The registry in image references: the platform's own store.</summary>
    public const string LocalRegistry = "local";
}
