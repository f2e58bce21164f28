using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Pipeline;

namespace BigBen.Tests.Pipeline;

/// <summary>Environments that remember what was asked of them and fail where they are told to.</summary>
public sealed class FakeEnvironments : IEnvironments
{
    public ConcurrentQueue<Candidate> Rendered { get; } = new();

    public ConcurrentQueue<string> Synced { get; } = new();

    public string? FailAt { get; set; }

    public Func<Task> DuringRender { get; set; } = () => Task.CompletedTask;

    public async Task RenderAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        Rendered.Enqueue(candidate);
        await DuringRender();
        FailIf("render");
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
