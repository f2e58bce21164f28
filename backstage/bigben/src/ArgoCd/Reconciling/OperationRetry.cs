using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>What becomes of an attempt that has ended: it is told, and tried again where the operation's <c>retry</c> says so.</summary>
internal static class OperationRetry
{
    /// <summary>The state once an attempt has ended.</summary>
    /// <param name="state">How it ended.</param>
    /// <param name="isTerminated">Whether somebody ended it, who wants no other attempt.</param>
    /// <param name="now">The time.</param>
    public static OperationState Finish(OperationState state, bool isTerminated, DateTimeOffset now)
    {
        var finished = state with { FinishedAt = now };
        if (state.Phase == OperationPhase.Succeeded)
            return finished;
        try
        {
            var retry = RetryStrategy.Read(state.Operation);
            if (!isTerminated && (retry.Limit < 0 || state.RetryCount < retry.Limit))
            {
                var (count, at) = (state.RetryCount + 1, now + retry.Wait(state.RetryCount));
                return finished with
                {
                    Phase = OperationPhase.Running,
                    RetryCount = count,
                    Message = $"{state.Message}. Retrying attempt #{count} at {at.ToString("h:mmtt", CultureInfo.InvariantCulture)}.",
                };
            }
        }
        catch (PlatformException e)
        {
            return finished with { Phase = OperationPhase.Error, Message = $"{state.Message} ({e.Message})" };
        }

        return state.RetryCount == 0 ? finished : finished with { Message = $"{state.Message} (retried {state.RetryCount} times)." };
    }

    /// <summary>How long to wait until the next attempt; zero or less where it is due.</summary>
    public static TimeSpan WaitOf(OperationState state, DateTimeOffset now) =>
        state.FinishedAt!.Value + RetryStrategy.Read(state.Operation).Wait(state.RetryCount - 1) - now;

    /// <summary>The state as the next attempt begins.</summary>
    public static OperationState Begin(OperationState state)
    {
        var isRefreshed = RetryStrategy.Read(state.Operation).IsRefreshed;
        return state with
        {
            Operation = isRefreshed ? Unpinned(state.Operation) : state.Operation,
            FinishedAt = null,
            Message = $"Retrying operation{(isRefreshed ? " with latest revisions" : "")}. Attempt #{state.RetryCount}",
            Results = [],
        };
    }

    private static JsonElement Unpinned(JsonElement operation)
    {
        var json = JsonObject.Create(operation)!.DeepClone().AsObject();
        json["sync"]?.AsObject().Remove("revision");
        return JsonSerializer.SerializeToElement(json);
    }
}
