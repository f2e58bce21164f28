using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.CronJobs;
using BigBen.Controllers.Deployments;
using BigBen.Controllers.Endpoints;
using BigBen.Controllers.GarbageCollection;
using BigBen.Controllers.Jobs;
using BigBen.Controllers.Policies;
using BigBen.Controllers.ReplicaSets;
using BigBen.Controllers.StatefulSets;
using BigBen.Controllers.Volumes;

namespace BigBen.Controllers;

/// <summary>Kubernetes' controller manager: the loops that make pods out of workloads, and keep all that belongs to them.</summary>
internal sealed class ControllerManager : IAsyncDisposable
{
    private readonly IReadOnlyList<Controller> _controllers;

    private ControllerManager(IReadOnlyList<Controller> controllers) => _controllers = controllers;

    /// <summary>Starts every loop.</summary>
    /// <param name="store">The objects.</param>
    /// <param name="volumes">The folder of the folders that claims are given.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told of what fails; it is tried again.</param>
    public static ControllerManager Start(IObjectStore store, string volumes, TimeProvider clock, ILogger logger)
    {
        var deployments = new DeploymentController(store, clock);
        var sets = new ReplicaSetController(store, clock);
        var stateful = new StatefulSetController(store, clock);
        FolderProvisioner.RegisterClass(store);
        var provisioner = new FolderProvisioner(store, volumes);
        var volumeClaims = new ClaimController(store, clock, provisioner);
        var persistentVolumes = new VolumeController(store, provisioner);
        var jobs = new JobController(store, clock);
        var timeToLive = new TimeToLiveController(store, clock);
        var cronJobs = new CronJobController(store, clock);
        var endpoints = new EndpointsController(store);
        var slices = new EndpointSliceController(store);
        var autoscalers = new AutoscalerController(store, clock);
        var budgets = new DisruptionController(store, clock);
        var garbage = new GarbageCollector(store);
        var namespaces = new NamespaceController(store);
        IReadOnlyList<Controller> controllers =
        [
            Loop("deployment", deployments.Reconcile)
                .For(Kinds.Deployments).Owns(Kinds.ReplicaSets, Kinds.Deployments),
            new Controller("replicaset", store, clock, logger, (key, ending) => Task.FromResult(sets.Reconcile(key, ending)))
                .For(Kinds.ReplicaSets).Owns(Kinds.Pods, Kinds.ReplicaSets).Watches(Kinds.Pods, sets.AdoptersOf),
            new Controller("statefulset", store, clock, logger, (key, ending) => Task.FromResult(stateful.Reconcile(key, ending)))
                .For(Kinds.StatefulSets).Owns(Kinds.Pods, Kinds.StatefulSets).Watches(Kinds.Pods, stateful.AdoptersOf),
            Loop("persistentvolumeclaim", volumeClaims.Reconcile)
                .For(Kinds.VolumeClaims).Watches(Kinds.Volumes, VolumeBinding.ClaimOf).Watches(Kinds.Pods, VolumeBinding.ClaimsOf),
            Loop("persistentvolume", persistentVolumes.Reconcile)
                .For(Kinds.Volumes).Watches(Kinds.VolumeClaims, VolumeBinding.VolumeOf),
            new Controller("job", store, clock, logger, (key, ending) => Task.FromResult(jobs.Reconcile(key, ending)))
                .For(Kinds.Jobs).Owns(Kinds.Pods, Kinds.Jobs),
            Loop("ttl-after-finished", timeToLive.Reconcile).For(Kinds.Jobs),
            Loop("cronjob", cronJobs.Reconcile).For(Kinds.CronJobs).Owns(Kinds.Jobs, Kinds.CronJobs),
            Loop("endpointslice", slices.Reconcile)
                .For(Kinds.Services).Owns(Kinds.EndpointSlices, Kinds.Services).Watches(Kinds.Pods, slices.ServicesOf),
            Loop("endpoint", endpoints.Reconcile)
                .For(Kinds.Services).Watches(Kinds.Endpoints, found => [NamespacedName.Of(found)]).Watches(Kinds.Pods, slices.ServicesOf),
            Loop("horizontalpodautoscaler", autoscalers.Reconcile)
                .For(Kinds.Autoscalers).Watches(Kinds.Deployments, autoscalers.AutoscalersOf),
            Loop("disruption", budgets.Reconcile)
                .For(Kinds.DisruptionBudgets).Watches(Kinds.Pods, budgets.BudgetsOf),
            garbage.Follow(Loop("garbagecollector", garbage.Reconcile)),
            namespaces.Follow(Loop("namespace", namespaces.Reconcile)),
            .. NotEnforcedController.Covered.Select(kind =>
                Loop($"notenforced-{kind.Plural}", new NotEnforcedController(store, clock, kind).Reconcile).For(kind)),
        ];
        foreach (var controller in controllers)
            controller.Start();
        return new ControllerManager(controllers);

        Controller Loop(string name, Func<NamespacedName, TimeSpan?> reconcile) =>
            new(name, store, clock, logger, (key, _) => Task.FromResult(reconcile(key)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var controller in _controllers)
            await controller.DisposeAsync();
    }
}
