using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace BigBen.Ingress.Forwarding;

/// <summary>What to make of a request that could not be forwarded.</summary>
internal static class ForwardFailure
{
    /// <summary>
    /// Whether the other side was not reached at all. Its answer has no time limit, so that what took too long is the connection.
    /// </summary>
    public static bool IsRefused(ForwarderError error, Exception? exception) =>
        error == ForwarderError.RequestTimedOut
        || (error == ForwarderError.Request && exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError });

    /// <summary>Whether a request without an answer may be sent again though the other side may have seen it.</summary>
    public static bool MayBeRepeated(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true
        && context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest != true;

    /// <summary>Why, in the words of the innermost failure.</summary>
    public static string? Message(Exception? exception) => exception?.GetBaseException().Message;

    /// <summary>Tells the client, as far as it can still be told.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">How it failed.</param>
    /// <param name="exception">Why; a message in its place is fine where that is all there is.</param>
    /// <param name="who">The other side.</param>
    public static Task<ForwardResult> AnswerAsync(HttpContext context, ForwarderError error, Exception? exception, string who)
    {
        return Malformed(exception) is { } bad
            ? RefuseAsync(context, bad)
            : AnswerAsync(context, error, Message(exception), who);
    }

    /// <summary>Tells the client that a pod took longer than its route allows.</summary>
    /// <param name="context">The request.</param>
    /// <param name="reason">What was waited for.</param>
    /// <param name="who">The pod.</param>
    public static async Task<ForwardResult> AnswerLateAsync(HttpContext context, string reason, string who)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return ForwardResult.Cancelled;
        context.Response.Clear();
        await Problem.WriteAsync(context, StatusCodes.Status504GatewayTimeout, $"{who} is given up: {reason}.");
        return ForwardResult.Failed;
    }

    /// <inheritdoc cref="AnswerAsync(HttpContext, ForwarderError, Exception?, string)"/>
    public static async Task<ForwardResult> AnswerAsync(HttpContext context, ForwarderError error, string? exception, string who)
    {
        if (IsOfClient(error))
            return ForwardResult.Cancelled;
        // A pod may answer without reading the whole request.
        if (error == ForwarderError.RequestBodyDestination && context.Response.HasStarted)
            return ForwardResult.Answered;
        // Where only part of the answer is out, the forwarder has broken it off, which looks as if the client had gone.
        if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            await Problem.WriteAsync(context, StatusCodes.Status502BadGateway, $"{who} gave no whole answer: {exception}");
        }

        return ForwardResult.Failed;
    }

    // What the client sent is read while it is sent on, so that its mistakes arrive inside of the failure to send.
    private static BadHttpRequestException? Malformed(Exception? exception) => exception switch
    {
        null => null,
        BadHttpRequestException bad => bad,
        AggregateException both => both.InnerExceptions.Select(Malformed).FirstOrDefault(bad => bad is not null),
        _ => Malformed(exception.InnerException),
    };

    private static async Task<ForwardResult> RefuseAsync(HttpContext context, BadHttpRequestException bad)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Problem.WriteAsync(context, bad.StatusCode, bad.Message);
        }

        return ForwardResult.Cancelled;
    }

    private static bool IsOfClient(ForwarderError error) => error is
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
        or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
        or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient
        or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient;
}
