using System.Collections.Frozen;

namespace BigBen.Ingress.Forwarding;

/// <summary>
/// As <see cref="ServiceTransformer"/>, and says where a request came from. What the client says about that is not believed.
/// </summary>
internal sealed class IngressTransformer : ServiceTransformer
{
    private static readonly FrozenSet<string> Forwarded = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP");

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var copied = base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Host", httpContext.Request.Host.Value);
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "http");
        return copied;
    }

    protected override bool IsDropped(string name) => Forwarded.Contains(name) || base.IsDropped(name);
}
