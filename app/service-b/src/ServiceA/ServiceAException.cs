using System.Net;

namespace BigBen.ServiceB.ServiceA;

/// <summary>Service A gave no usable answer. The message is written for the caller and holds no text of any other exception.</summary>
internal sealed class ServiceAException(HttpStatusCode statusCode, string message, Exception cause, TimeSpan? retryAfter = null)
    : Exception(message, cause)
{
    /// <summary>What service B answers: 502, 503 or 504.</summary>
    public HttpStatusCode StatusCode => statusCode;

    /// <summary>When asking again may help; null when nobody knows.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
