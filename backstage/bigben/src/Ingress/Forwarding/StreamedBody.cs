using System.Net;

namespace BigBen.Ingress.Forwarding;

/// <summary>
/// A request's body that goes out as it comes: the client below keeps what was written until its buffer is full, and the forwarder asks for
/// it only where the request is gRPC.
/// </summary>
internal sealed class StreamedBody : HttpContent
{
    private readonly HttpContent _body;

    public StreamedBody(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(new FlushingStream(stream), context, cancellationToken);

    // What is known of it is in the header.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body.Dispose();
        base.Dispose(disposing);
    }
}
