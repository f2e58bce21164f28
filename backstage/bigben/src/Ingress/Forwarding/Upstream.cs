using System.Net;
using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace BigBen.Ingress.Forwarding;

/// <summary>The connections to the other side, and YARP's forwarder over them.</summary>
internal sealed class Upstream : IDisposable
{
    // No answer takes too long: that is for the client to say, and a stream of events may be silent for days.
    private static readonly ForwarderRequestConfig Http1 = Config(HttpVersion.Version11);
    private static readonly ForwarderRequestConfig Http2 = Config(HttpVersion.Version20);

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
    private readonly HttpMessageInvoker _pods = new(new BodyStreaming(Handler(useProxy: false)));
    private readonly HttpMessageInvoker _others = new(new BodyStreaming(Handler(useProxy: true)));
    private readonly IHttpForwarder _forwarder;

    public Upstream() => _forwarder = _services.GetRequiredService<IHttpForwarder>();

    /// <summary>Sends a request to a pod.</summary>
    /// <param name="context">The request.</param>
    /// <param name="url">Where the pod listens.</param>
    /// <param name="isHttp2">Whether it speaks HTTP/2 without TLS.</param>
    /// <param name="transformer">What becomes of the head.</param>
    /// <param name="givenUp">Gives the pod up.</param>
    public ValueTask<ForwarderError> ToPodAsync(
        HttpContext context, string url, bool isHttp2, HttpTransformer transformer, CancellationToken givenUp) =>
        _forwarder.SendAsync(context, url, _pods, isHttp2 ? Http2 : Http1, transformer, givenUp);

    /// <summary>Sends a request to any host, through the proxy that this machine is set up to use.</summary>
    public ValueTask<ForwarderError> ToOtherAsync(HttpContext context, string url, HttpTransformer transformer) =>
        _forwarder.SendAsync(context, url, _others, Http1, transformer);

    public void Dispose()
    {
        _pods.Dispose();
        _others.Dispose();
        _services.Dispose();
    }

    private static ForwarderRequestConfig Config(Version version) => new()
    {
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        Version = version,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static SocketsHttpHandler Handler(bool useProxy) => new()
    {
        UseProxy = useProxy,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        RequestHeaderEncodingSelector = static (header, request) =>
        {
            SendLimit.See(header, request);
            return Encoding.Latin1;
        },
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    };
}
