using System.Net;

namespace BigBen.Ingress.Forwarding;

/// <summary>Lets the bodies of requests go out as they come. Over HTTP/2 the forwarder does so itself where it matters.</summary>
/// <param name="connections">Sends them.</param>
internal sealed class BodyStreaming(HttpMessageHandler connections) : DelegatingHandler(connections)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body && request.Version == HttpVersion.Version11)
            request.Content = new StreamedBody(body);
        return base.SendAsync(request, cancellationToken);
    }
}
