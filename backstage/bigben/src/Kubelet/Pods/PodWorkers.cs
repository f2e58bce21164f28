using System.Collections.Concurrent;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Nodes;

namespace BigBen.Kubelet.Pods;

/// <summary>The pods of this node: each has a worker as long as something of it runs or may run.</summary>
/// <param name="services">What all pods share.</param>
/// <param name="again">Has <see cref="Sync(NamespacedName)"/> called after a while though nothing changes.</param>
internal sealed class PodWorkers(KubeletServices services, Action<NamespacedName, TimeSpan> again)
{
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new();

    // After which what failed is tried again.
    private TimeSpan Delay => services.Options.RestartBackOff.Initial;

    /// <summary>The uids of the pods that have a worker.</summary>
    public IReadOnlySet<string> Uids => _workers.Keys.ToHashSet();

    /// <summary>Brings what runs of a pod in line with the store. Called by one at a time.</summary>
    public void Sync(NamespacedName key)
    {
        var pod = services.Store.Find(Kinds.Pods, key.Namespace, key.Name);
        var uid = pod?.Text("uid");
        foreach (var worker in _workers.Values)
        {
            if (worker.Pod.Namespace == key.Namespace && worker.Pod.Name == key.Name && worker.Pod.Uid != uid)
            {
                worker.Remove();
                Forget(worker);
            }
        }

        if (pod is not null)
            Sync(pod.Value);
    }

    /// <summary>Ends everything that runs, all at once; the pods stay in the store.</summary>
    public async Task ShutdownAsync()
    {
        var workers = _workers.Values.ToList();
        foreach (var worker in workers)
            worker.Shutdown();
        // Whatever became of one of them, the others end too.
        await Task.WhenAll(workers.Select(worker => worker.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Sync(JsonElement pod)
    {
        switch (pod.TextAt("spec", "nodeName"))
        {
            case null when pod.IsTerminating():
                EndUnscheduled(pod);
                break;
            case null:
                Scheduler.Bind(services, pod);
                break;
            case NodeAgent.NodeName when _workers.TryGetValue(pod.Text("uid"), out var worker):
                worker.Observe(pod);
                Forget(worker);
                break;
            case NodeAgent.NodeName when PodPhase.IsFinal(pod.TextAt("status", "phase")):
                RemoveDeleted(pod);
                break;
            case NodeAgent.NodeName when _workers.Count >= services.Options.MostPods:
                PodRejection.Write(services, PodIdentity.Of(pod), _workers.Count);
                break;
            case NodeAgent.NodeName:
                Take(pod);
                break;
        }
    }

    private void Take(JsonElement pod)
    {
        var key = NamespacedName.Of(pod);
        var worker = new PodWorker(pod, services, () => again(key, Delay));
        _workers[worker.Pod.Uid] = worker;
        worker.Observe(pod);
        worker.Start();
        _ = ForgetAsync(worker);
    }

    private async Task ForgetAsync(PodWorker worker)
    {
        await worker.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Forget(worker);
    }

    // A worker whose last status could not be written stays until it is: nobody else knows how its pod ended.
    private void Forget(PodWorker worker)
    {
        if (!worker.IsOver || !_workers.TryRemove(worker.Pod.Uid, out _))
            return;
        if (worker.Completion.Exception is { } failure)
            services.Logger.PodFailed(failure.GetBaseException(), worker.Pod);
        worker.Dispose();
        // It may have been deleted after its worker's last look, and before nobody had it; one that failed is tried again.
        again(new NamespacedName(worker.Pod.Namespace, worker.Pod.Name), worker.Completion.IsFaulted ? Delay : TimeSpan.Zero);
    }

    // As Kubernetes' collector of pods: what will never run has failed, so that whoever holds it lets go.
    private void EndUnscheduled(JsonElement pod)
    {
        if (!PodPhase.IsFinal(pod.TextAt("status", "phase")))
        {
            PodStatusWriter.Write(services, PodIdentity.Of(pod), value =>
            {
                var status = value["status"]?.DeepClone().AsObject() ?? [];
                status["phase"] = PodPhase.Failed;
                return status;
            });
        }

        RemoveDeleted(pod);
    }

    // A pod that was deleted while no worker had it, or whose worker ended before it could remove it.
    private void RemoveDeleted(JsonElement pod)
    {
        if (pod.IsTerminating())
            PodWorker.Delete(services.Store, PodIdentity.Of(pod));
    }
}
