using System.Diagnostics.Metrics;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace BigBen.ServiceB.ServiceA;

/// <summary>
/// The one pipeline around every call: circuit breaker, total timeout, retry, attempt timeout, from the outside in. The breaker
/// is outermost so that it judges calls, not attempts: what the retries bridge never opens it, and a call that ran out of its
/// total time counts.
/// </summary>
internal static class ServiceAPipeline
{
    public static ResiliencePipeline<Greeting> Build(ServiceAPatience patience, Meter meter, TimeProvider time) =>
        new ResiliencePipelineBuilder<Greeting> { TelemetryListener = new ServiceAEvents(meter), TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Greeting>
            {
                FailureRatio = patience.CircuitRatio,
                MinimumThroughput = patience.CircuitCalls,
                SamplingDuration = patience.CircuitWindow,
                BreakDuration = patience.CircuitBreak,
            })
            .AddTimeout(patience.Total)
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
            })
            .AddTimeout(patience.Attempt)
            .Build();
}
