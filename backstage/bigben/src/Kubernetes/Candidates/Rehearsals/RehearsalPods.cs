using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Candidates.Rehearsals;

/// <summary>Starts the pods of one rehearsal, one after the other, as candidates are started.</summary>
/// <param name="api">The cluster.</param>
/// <param name="cache">Its objects.</param>
/// <param name="clock">Times it.</param>
/// <param name="step">Takes notes of what cannot be deleted.</param>
internal sealed class RehearsalPods(KubernetesApi api, ClusterCache cache, TimeProvider clock, Step step) : IAsyncDisposable
{
    private readonly Stack<CandidateObjects> _kept = [];

    /// <summary>Starts one that stays for the rest of the rehearsal, and waits until it is ready.</summary>
    /// <returns>The pod; or null, and why it is not.</returns>
    public async Task<(Pod? Pod, string? Failure)> KeepAsync(CandidateDeployment deployment, CancellationToken cancellationToken)
    {
        var objects = new CandidateObjects(api, deployment);
        _kept.Push(objects);
        var watch = await StartAsync(objects, deployment, cancellationToken);
        var failure = await watch.ReadyAsync(cancellationToken);
        return (failure is null ? watch.Pod : null, failure);
    }

    /// <summary>Runs one to its end.</summary>
    /// <returns>How it failed, as a clause without its subject; null where it did not.</returns>
    public async Task<string?> RunAsync(CandidateDeployment deployment, CancellationToken cancellationToken)
    {
        var objects = new CandidateObjects(api, deployment);
        try
        {
            return await (await StartAsync(objects, deployment, cancellationToken)).EndAsync(cancellationToken);
        }
        finally
        {
            await objects.DeleteAsync(step);
        }
    }

    /// <summary>Starts one, judges it like a candidate, and asks it what was recorded of it.</summary>
    /// <param name="deployment">What to start.</param>
    /// <param name="requests">What was recorded; none where nothing was.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// Why it does not even get so far, as a clause without its subject, or of each request what is wrong with its answer.
    /// </returns>
    public async Task<(string? Failure, IReadOnlyList<string?> Answers)> AskAsync(
        CandidateDeployment deployment, IReadOnlyList<RecordedRequest> requests, CancellationToken cancellationToken)
    {
        var objects = new CandidateObjects(api, deployment);
        try
        {
            var watch = await StartAsync(objects, deployment, cancellationToken);
            if (await watch.JudgeAsync(cancellationToken) is { } failure)
                return (failure, []);
            return deployment.HttpPort is { } port && watch.Pod is { } pod
                ? (null, await new RequestPlayer(api, pod, port).PlayAsync(requests, cancellationToken))
                : (null, []);
        }
        finally
        {
            await objects.DeleteAsync(step);
        }
    }

    /// <summary>A workload as it is, of which nothing but the pods is made: what they need is there already.</summary>
    public static CandidateDeployment AsItRuns(CandidateDeployment deployment, JsonElement workload) =>
        deployment with
        {
            Version = Rewritten.VersionOf(workload),
            NamespaceLabels = null,
            Body = workload,
            Objects = [.. deployment.Objects.Where(IsSelecting), workload],
        };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_kept.TryPop(out var objects))
            await objects.DeleteAsync(step);
    }

    private async Task<CandidateWatch> StartAsync(
        CandidateObjects objects, CandidateDeployment deployment, CancellationToken cancellationToken) =>
        new(api, cache, deployment, await objects.MakeAsync(cancellationToken), clock);

    // By their labels no pod of ours may be taken for one of theirs.
    private static bool IsSelecting(JsonElement body) =>
        (body.At("spec", "selector") ?? body.At("spec", "podSelector")) is not null;
}
