using BigBen.Ingress.Routing;

namespace BigBen.Ingress.Forwarding;

/// <summary>
/// Gives a pod up that has not begun to answer: because it is not an endpoint any more while another is, or because the route allows it no
/// more time. Once the head of the answer is there the rest may take as long as it likes.
/// </summary>
internal sealed class AnswerWatch : IDisposable
{
    private readonly CancellationTokenSource _givenUp = new();
    private readonly CancellationTokenRegistration _gone;
    private readonly TimeSpan? _timeout;

    /// <summary>Watches a request until it is answered.</summary>
    /// <param name="timeout">The longest wait for the head of the answer; null for any.</param>
    /// <param name="gone">Cancelled when the pod is not an endpoint any more; none where the request may be sent once only.</param>
    public AnswerWatch(TimeSpan? timeout, CancellationToken gone)
    {
        _timeout = timeout;
        _gone = gone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _givenUp);
        if (timeout is { } longest)
            _givenUp.CancelAfter(longest);
    }

    /// <summary>Cancelled when the pod is given up.</summary>
    public CancellationToken Token => _givenUp.Token;

    /// <summary>Whether the pod was given up before it answered.</summary>
    public bool HasGivenUp => _givenUp.IsCancellationRequested;

    /// <summary>Why it was given up, as the end of a sentence.</summary>
    public string Reason => _gone.Token.IsCancellationRequested
        ? "it is not ready any more"
        : FormattableString.Invariant($"no answer within {_timeout?.TotalSeconds:0.###} s");

    /// <summary>Watches what becomes of a request to a pod; null where nothing can end it early.</summary>
    public static AnswerWatch? Begin(HttpContext context, EndpointList endpoints, PodEndpoint endpoint, TimeSpan? timeout)
    {
        var gone = ForwardFailure.MayBeRepeated(context) ? endpoints.Gone(endpoint) : CancellationToken.None;
        var watch = gone.CanBeCanceled || timeout is not null ? new AnswerWatch(timeout, gone) : null;
        context.Features.Set(watch);
        return watch;
    }

    /// <summary>The head of the answer is there.</summary>
    public void Answered()
    {
        _gone.Dispose();
        _givenUp.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _gone.Dispose();
        _givenUp.Dispose();
    }
}
