namespace BigBen.Kubelet;

/// <summary>What a cancellation token lacks.</summary>
internal static class CancellationTokens
{
    /// <summary>Completes when the token is cancelled.</summary>
    public static Task Canceled(this CancellationToken token)
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => canceled.TrySetResult());
        return canceled.Task;
    }
}
