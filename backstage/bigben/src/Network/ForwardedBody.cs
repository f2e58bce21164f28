using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace BigBen.Network;

/// <summary>A request's body on its way to a pod, passed on as it comes.</summary>
internal sealed class ForwardedBody : HttpContent
{
    private readonly HttpRequest request;

    private ForwardedBody(HttpRequest request) => this.request = request;

    /// <summary>Whether reading began: from then on the request cannot be sent to another pod.</summary>
    public bool Started { get; private set; }

    /// <summary>The body of a request; null where it can have none.</summary>
    public static ForwardedBody? Of(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true || context.Request.ContentLength == 0
            ? new ForwardedBody(context.Request)
            : null;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = request.ContentLength ?? 0;
        return request.ContentLength is not null;
    }
}
