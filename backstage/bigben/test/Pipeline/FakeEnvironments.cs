using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Kubernetes.Candidates;
using BigBen.Pipeline;

namespace BigBen.Tests.Pipeline;

/// <summary>Environments that remember what was asked of them and fail where they are told to.</summary>
public sealed class FakeEnvironments : IEnvironments
{
    public ConcurrentQueue<Candidate> Rendered { get; } = new();

    /// <summary>What is to be started of whatever is rendered.</summary>
    public IReadOnlyList<CandidateDeployment> Candidates { get; set; } = [];

    public ConcurrentQueue<string> Tried { get; } = new();

    public ConcurrentQueue<string> Synced { get; } = new();

    public string? FailAt { get; set; }

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
            Tried.Enqueue(deployment.Application);
        FailIf("try");
        return Task.CompletedTask;
    }

    public Task SyncAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        Synced.Enqueue(commit);
        FailIf("sync");
        return Task.CompletedTask;
    }

    public Task ProveAsync(Step step, string commit, string environment, CancellationToken cancellationToken)
    {
        FailIf("prove");
        return Task.CompletedTask;
    }

    private void FailIf(string step)
    {
        if (FailAt == step)
            throw new PlatformException($"{step} failed as told");
    }
}
