using System.Text.Json;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BigBen.ServiceB.ServiceA;

/// <summary>Service A gave no usable answer. The message is written for the caller and holds no text of any other exception.</summary>
internal sealed class ServiceAException(
    int status, string message, Exception cause, TimeSpan? retryAfter = null) : Exception(message, cause)
{
    /// <summary>What service B answers: 502, 503 or 504.</summary>
    public int Status => status;

    /// <summary>When asking again may help; null when nobody knows.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>What a failed call means; null where the failure is none of service A's.</summary>
    public static ServiceAException? Of(Exception failure) => failure switch
    {
        BrokenCircuitException e => new(
            StatusCodes.Status503ServiceUnavailable, "Calls to service-a are paused after repeated failures.", e,
            e.RetryAfter ?? TimeSpan.Zero),
        TimeoutRejectedException e => new(StatusCodes.Status504GatewayTimeout, "service-a took too long to answer.", e),
        HttpRequestException { StatusCode: null } e when ServiceAFailure.IsGone(e) =>
            new(StatusCodes.Status502BadGateway, "service-a cannot be reached.", e),
        HttpRequestException or JsonException => new(StatusCodes.Status502BadGateway, "service-a gave a bad answer.", failure),
        _ => null,
    };
}
