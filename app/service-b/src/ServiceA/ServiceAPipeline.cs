using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace BigBen.ServiceB.ServiceA;

/// <summary>
/// The one pipeline around every call: circuit breaker, total timeout, retry, attempt timeout, from the outside in. The breaker
/// is outermost so that it judges calls, not attempts: what the retries bridge never opens it, and a call that ran out of its
/// total time counts.
/// </summary>
internal static class ServiceAPipeline
{
    // Polly's telemetry tells of every call and attempt as well, which costs each of them; these hooks are called for events alone.
    public static ResiliencePipeline<Greeting> Build(ServiceAPatience patience, ServiceAMetrics metrics, TimeProvider time) =>
        new ResiliencePipelineBuilder<Greeting> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Greeting>
            {
                FailureRatio = patience.CircuitRatio,
                MinimumThroughput = patience.CircuitCalls,
                SamplingDuration = patience.CircuitWindow,
                BreakDuration = patience.CircuitBreak,
                StateProvider = metrics.Circuit,
                OnOpened = _ => metrics.Count("OnCircuitOpened"),
                OnHalfOpened = _ => metrics.Count("OnCircuitHalfOpened"),
                OnClosed = _ => metrics.Count("OnCircuitClosed"),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = patience.Total, OnTimeout = _ => metrics.Count("OnTimeout") })
            .AddRetry(new RetryStrategyOptions<Greeting>
            {
                MaxRetryAttempts = patience.RetriesWhileGone,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = patience.FirstPause,
                MaxDelay = patience.LongestPause,
                ShouldHandle = attempt => ValueTask.FromResult(
                    ServiceAFailure.IsGone(attempt.Outcome.Exception)
                    || (ServiceAFailure.IsFailing(attempt.Outcome.Exception) && attempt.AttemptNumber < patience.RetriesWhileFailing)),
                OnRetry = _ => metrics.Count("OnRetry"),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = patience.Attempt, OnTimeout = _ => metrics.Count("OnTimeout") })
            .Build();
}
