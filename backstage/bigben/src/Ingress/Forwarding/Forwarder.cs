using BigBen.Ingress.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace BigBen.Ingress.Forwarding;

/// <summary>
/// Chooses the pod of a request and the next one where the first cannot have seen any of it; answers what failed in words. Bodies and
/// protocols are YARP's business.
/// </summary>
internal sealed class Forwarder : IDisposable
{
    private readonly Upstream _upstream = new();

    public void Dispose() => _upstream.Dispose();

    /// <summary>
    /// Sends a request to a pod; when that cannot be connected to, to the next one. A pod that broke off before it answered, or is given up
    /// because it does not answer, is asked again or left for another one only once and only for GET and HEAD without a body: such a
    /// request might be what ends pods.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="backend">The pods.</param>
    /// <param name="timeout">The longest wait for the head of an answer; null for any.</param>
    /// <param name="transformer">What becomes of the head.</param>
    /// <param name="none">Answers when no pod is left, given why the last one could not be connected to.</param>
    public async Task<ForwardResult> ToPodAsync(
        HttpContext context, Backend backend, TimeSpan? timeout, HttpTransformer transformer,
        Func<HttpContext, Backend, string?, Task> none)
    {
        List<PodEndpoint>? tried = null;
        string? failure = null;
        var hasBrokenOff = false;
        PodEndpoint? again = null;
        var limit = SendLimit.Begin();
        while ((backend.Endpoints.Next(tried) ?? again) is { } endpoint)
        {
            limit.Allow(1);
            using var watch = AnswerWatch.Begin(context, backend.Endpoints, endpoint, timeout);
            var error = await _upstream.ToPodAsync(context, endpoint.Url, backend.IsHttp2, transformer, watch?.Token ?? default);
            if (error == ForwarderError.None)
                return ForwardResult.Answered;
            var late = watch is { HasGivenUp: true } && !context.Response.HasStarted ? watch.Reason : null;
            var exception = context.GetForwarderErrorFeature()?.Exception;
            // A pod that the request ended refuses a connection as well.
            var isRefused = late is null && !limit.HasGoneOut && ForwardFailure.IsRefused(error, exception);
            var isRepeatable = !hasBrokenOff && ForwardFailure.MayBeRepeated(context)
                && (late is not null || error is ForwarderError.Request or ForwarderError.RequestTimedOut);
            if (!isRefused && (!isRepeatable || (late is not null && backend.Endpoints.Next([endpoint]) is null)))
            {
                return late is null
                    ? await ForwardFailure.AnswerAsync(context, error, exception, $"pod {endpoint.Pod}")
                    : await ForwardFailure.AnswerLateAsync(context, late, $"pod {endpoint.Pod}");
            }

            // The only pod may have closed a connection that it was idle on: it is asked once more, over another one.
            again = isRefused || late is not null ? null : endpoint;
            hasBrokenOff |= !isRefused;
            failure = late ?? ForwardFailure.Message(exception);
            (tried ??= []).Add(endpoint);
            context.Response.Clear();
        }

        if (hasBrokenOff)
            return await ForwardFailure.AnswerAsync(context, ForwarderError.Request, failure, $"pod {tried![^1].Pod}");
        await none(context, backend, failure);
        return ForwardResult.Failed;
    }

    /// <summary>Sends a request to any host, as every proxy does.</summary>
    /// <param name="context">The request.</param>
    /// <param name="url">The host as a URL without a path.</param>
    /// <param name="transformer">What becomes of the head.</param>
    public async Task<ForwardResult> ToOtherAsync(HttpContext context, string url, HttpTransformer transformer)
    {
        SendLimit.Begin().Allow(ForwardFailure.MayBeRepeated(context) ? 2 : 1);
        var error = await _upstream.ToOtherAsync(context, url, transformer);
        if (error == ForwarderError.None)
            return ForwardResult.Answered;
        var exception = context.GetForwarderErrorFeature()?.Exception;
        return await ForwardFailure.AnswerAsync(context, error, exception, context.Request.Host.Value ?? url);
    }
}
