using System.Net;
using Polly.Timeout;

namespace BigBen.ServiceB.ServiceA;

/// <summary>What kind of failure an attempt ended in.</summary>
internal static class ServiceAFailure
{
    /// <summary>Nothing is there to answer: no connection, a cut one, or a gateway that says so.</summary>
    public static bool IsGone(Exception? failure) => failure is HttpRequestException
    {
        StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable,
    }
    or HttpRequestException
    {
        StatusCode: null,
        HttpRequestError: not (HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse),
    };

    /// <summary>Service A is there but hangs or fails, in a way that may pass.</summary>
    public static bool IsFailing(Exception? failure) => failure is TimeoutRejectedException or HttpRequestException
    {
        StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
    };
}
