using System.Collections.Concurrent;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>Those who wait until an Application has been compared with git, and synced where that is its policy.</summary>
internal sealed class RefreshRequests
{
    /// <summary>The annotation by which anybody asks for a comparison with git; <c>hard</c> has the manifests rendered anew.</summary>
    public const string Annotation = "argocd.argoproj.io/refresh";

    private readonly ConcurrentDictionary<string, Refresh> _waiting = [];

    /// <summary>Asks for a comparison; several requests for one Application are answered together.</summary>
    /// <param name="application">The Application's name.</param>
    /// <param name="commit">The commit to compare with; null for what its target revision names.</param>
    /// <returns>Why git's side could not be read; null where it could, or where the Application is gone.</returns>
    public Task<string?> Add(string application, string? commit) => _waiting.AddOrUpdate(
        application, _ => new Refresh(commit, new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously), false),
        (_, waiting) => waiting with { Commit = commit ?? waiting.Commit, Begun = false }).Done.Task;

    /// <summary>The request that nobody has begun to answer; null where there is none.</summary>
    public Refresh? Begin(string application)
    {
        if (!_waiting.TryGetValue(application, out var waiting) || waiting.Begun)
            return null;
        return _waiting.TryUpdate(application, waiting with { Begun = true }, waiting) ? waiting : Begin(application);
    }

    /// <summary>Answers those whose request has been begun.</summary>
    public void Complete(string application, string? error)
    {
        if (_waiting.TryGetValue(application, out var waiting)
            && waiting.Begun
            && _waiting.TryRemove(KeyValuePair.Create(application, waiting)))
            waiting.Done.TrySetResult(error);
    }

    /// <summary>Lets a request be begun again that was not answered.</summary>
    public void Abandon(string application)
    {
        if (_waiting.TryGetValue(application, out var waiting))
            _waiting.TryUpdate(application, waiting with { Begun = false }, waiting);
    }

    /// <summary>Nobody will answer any more.</summary>
    public void Cancel()
    {
        foreach (var (_, waiting) in _waiting)
            waiting.Done.TrySetCanceled();
    }
}

/// <summary>A request to compare an Application with git.</summary>
/// <param name="Commit">The commit; null for what its target revision names.</param>
/// <param name="Done">Those who wait.</param>
/// <param name="Begun">Whether it is being answered.</param>
internal sealed record Refresh(string? Commit, TaskCompletionSource<string?> Done, bool Begun);
