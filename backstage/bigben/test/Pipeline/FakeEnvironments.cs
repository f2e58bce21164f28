using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Candidates.Rehearsals;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline;
using BigBen.Pipeline.Proving;

namespace BigBen.Tests.Pipeline;

/// <summary>Environments that remember what was asked of them and fail where they are told to.</summary>
public sealed class FakeEnvironments : IEnvironments
{
    public ConcurrentQueue<Candidate> Rendered { get; } = new();

    /// <summary>What is to be started of whatever is rendered.</summary>
    public IReadOnlyList<CandidateDeployment> Candidates { get; set; } = [];

    public ConcurrentQueue<string> Tried { get; } = new();

    /// <summary>What was known of each rehearsal.</summary>
    public ConcurrentQueue<Rehearsal> Rehearsals { get; } = new();

    public ConcurrentQueue<string> Synced { get; } = new();

    public ConcurrentQueue<Awaited> Awaited { get; } = new();

    public string? FailAt { get; set; }

    /// <summary>Services whose version fails, each until it is told otherwise; what happens then comes first.</summary>
    public ConcurrentDictionary<string, Func<Task>> Crashing { get; } = new();

    /// <summary>What is seen live.</summary>
    public IReadOnlyList<LiveService> Live { get; set; } = [new("service-a"), new("service-b")];

    public Func<Task> DuringRender { get; set; } = () => Task.CompletedTask;

    public async Task<IReadOnlyList<CandidateDeployment>> RenderAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        Rendered.Enqueue(candidate);
        await DuringRender();
        FailIf("render");
        return Candidates;
    }

    public Task TryAsync(Step step, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken)
    {
        foreach (var deployment in deployments)
        {
            Tried.Enqueue(deployment.Application);
            if (deployment.Rehearsal is { } rehearsal)
                Rehearsals.Enqueue(rehearsal);
        }

        FailIf("try");
        return Task.CompletedTask;
    }

    public async Task SyncAsync(Step step, Awaited awaited, CancellationToken cancellationToken)
    {
        Synced.Enqueue(awaited.Commit);
        Awaited.Enqueue(awaited);
        FailIf("sync");
        foreach (var (service, meanwhile) in Crashing.Where(crash => awaited.Services.Contains(crash.Key)).OrderBy(crash => crash.Key))
        {
            await meanwhile();
            throw new UnhealthyException($"{service} crashes as told", "Push a fix.", [service]);
        }
    }

    public Task<IReadOnlyList<LiveService>> ProveAsync(Step step, Awaited awaited, CancellationToken cancellationToken)
    {
        FailIf("prove");
        return Task.FromResult(Live);
    }

    private void FailIf(string step)
    {
        if (FailAt == step)
            throw new PlatformException($"{step} failed as told");
    }
}
