using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace BigBen.Ingress.Forwarding;

/// <summary>
/// Carries head and trailers across, as they are: a Service's name is not a hop that a program should see. The target is
/// the client's own, to the letter.
/// </summary>
internal class ServiceTransformer : HttpTransformer
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var request = httpContext.Request;
        proxyRequest.RequestUri = new Uri(destinationPrefix + RequestTarget.Of(httpContext), AsWritten);
        if (!TryCopy(request.Headers, proxyRequest))
            await CopyWithoutBodyAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        // The one value that HTTP/2 allows; gRPC asks for it.
        if (HttpProtocol.IsHttp2(request.Protocol) && request.Headers.TE.Count > 0)
            proxyRequest.Headers.TryAddWithoutValidation("TE", "trailers");
        proxyRequest.Headers.Host = request.Host.Value;
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return false;
        httpContext.Features.Get<AnswerWatch>()?.Answered();
        ResponseHeaders.Copy(proxyResponse, httpContext.Response.Headers);
        await ResponseHead.FlushAsync(httpContext, proxyResponse, cancellationToken);
        return true;
    }

    /// <summary>Whether a request's header is left out. Expect is answered by the server that we are.</summary>
    protected virtual bool IsDropped(string name) =>
        name.StartsWith(':')
        || name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Expect", StringComparison.OrdinalIgnoreCase);

    private bool TryCopy(IHeaderDictionary from, HttpRequestMessage to)
    {
        var connection = from.Connection;
        foreach (var (name, values) in from)
        {
            if (!IsDropped(name) && !HopByHop.Contains(name, connection) && !TryAdd(to, name, values))
                return false;
        }

        return true;
    }

    private static bool TryAdd(HttpRequestMessage request, string name, StringValues values) => values.Count == 1
        ? request.Headers.TryAddWithoutValidation(name, values[0])
            || request.Content?.Headers.TryAddWithoutValidation(name, values[0]) == true
        : request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)
            || request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values) == true;

    // A header such as Content-Type without a body to it: only the forwarder may make the empty body that can have one.
    private async ValueTask CopyWithoutBodyAsync(
        HttpContext context, HttpRequestMessage to, string destinationPrefix, CancellationToken cancellationToken)
    {
        to.Headers.Clear();
        await base.TransformRequestAsync(context, to, destinationPrefix, cancellationToken);
        var headers = context.Request.Headers;
        foreach (var name in headers.Keys.Where(name => IsDropped(name) || HopByHop.Contains(name, headers.Connection)))
        {
            if (!name.StartsWith(':'))
                to.Headers.Remove(name);
        }
    }
}
