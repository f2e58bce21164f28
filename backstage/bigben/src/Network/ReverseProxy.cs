using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace BigBen.Network;

/// <summary>How a forwarded request ended.</summary>
internal enum ForwardResult
{
    /// <summary>The other side answered, whatever its status.</summary>
    Answered,

    /// <summary>The other side did not answer, or broke off.</summary>
    Failed,

    /// <summary>The client went away.</summary>
    Cancelled,
}

/// <summary>
/// Passes requests on over HTTP/1.1, both bodies as they come. As HTTP/1.1 clients do, it begins to read the answer when the whole request was
/// sent: a program that answers before it has read on must be upgraded to, such as a WebSocket.
/// </summary>
internal sealed class ReverseProxy : IDisposable
{
    private readonly HttpMessageInvoker pods = new(Handler(useProxy: false));
    private readonly HttpMessageInvoker others = new(Handler(useProxy: true));

    public void Dispose()
    {
        pods.Dispose();
        others.Dispose();
    }

    /// <summary>
    /// Sends a request to a pod; when the first cannot be connected to, to the next one that <paramref name="next"/> names. A pod that broke off
    /// before it answered is given up for another one only once and only for GET and HEAD: such a request might be what ends pods.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="target">Path and query as the client wrote them.</param>
    /// <param name="isRouter">Whether the client came by an Ingress, not by a Service's name.</param>
    /// <param name="next">The endpoint to try, given those that failed; null when there is none.</param>
    /// <param name="none">Answers when no endpoint is left, given why the last one failed.</param>
    public async Task<ForwardResult> ToPodAsync(
        HttpContext context, string target, bool isRouter, Func<IReadOnlyCollection<Endpoint>, Endpoint?> next, Func<string?, Task> none)
    {
        var tried = new List<Endpoint>();
        string? failure = null;
        HttpRequestException? brokenOff = null;
        while (next(tried) is { } endpoint)
        {
            var body = IsUpgrade(context) ? null : ForwardedBody.Of(context);
            using var request = Request(context, $"http://127.0.0.1:{endpoint.Port}{target}", body, isRouter);
            try
            {
                return await SendAsync(pods, context, request);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && body?.Started != true)
            {
                failure = (e.InnerException ?? e).Message;
                tried.Add(endpoint);
            }
            catch (HttpRequestException e) when (brokenOff is null && body is null && IsSafe(context) && !context.RequestAborted.IsCancellationRequested)
            {
                brokenOff = e;
                tried.Add(endpoint);
            }
            catch (HttpRequestException e)
            {
                return await FailAsync(context, e, $"pod {endpoint.Pod}");
            }
        }

        if (brokenOff is not null)
            return await FailAsync(context, brokenOff, $"pod {tried[^1].Pod}");
        await none(failure);
        return ForwardResult.Failed;
    }

    /// <summary>Sends a request to any host, through the proxy that this machine is set up to use.</summary>
    public async Task<ForwardResult> ToOtherAsync(HttpContext context, string url)
    {
        using var request = Request(context, url, ForwardedBody.Of(context), isRouter: false);
        try
        {
            return await SendAsync(others, context, request);
        }
        catch (HttpRequestException e)
        {
            return await FailAsync(context, e, context.Request.Host.Value ?? "");
        }
    }

    private static SocketsHttpHandler Handler(bool useProxy) => new()
    {
        UseProxy = useProxy,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    };

    private static bool IsUpgrade(HttpContext context) => context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true;

    private static bool IsSafe(HttpContext context) =>
        !IsUpgrade(context) && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    private static HttpRequestMessage Request(HttpContext context, string url, ForwardedBody? body, bool isRouter)
    {
        var uri = new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri)
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        ProxyHeaders.Copy(context, request, isRouter);
        if (IsUpgrade(context))
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", (IEnumerable<string?>)context.Request.Headers.Upgrade);
        }

        return request;
    }

    private static async Task<ForwardResult> SendAsync(HttpMessageInvoker invoker, HttpContext context, HttpRequestMessage request)
    {
        HttpResponseMessage response;
        try
        {
            response = await invoker.SendAsync(request, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return ForwardResult.Cancelled;
        }
        catch (OperationCanceledException e)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, e.InnerException?.Message ?? "no connection in time", e);
        }

        using (response)
        {
            context.Response.StatusCode = (int)response.StatusCode;
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = response.ReasonPhrase;
            ProxyHeaders.Copy(response, context.Response);
            return response.StatusCode == System.Net.HttpStatusCode.SwitchingProtocols
                ? await TunnelAsync(context, response)
                : await CopyBodyAsync(context, response);
        }
    }

    private static async Task<ForwardResult> CopyBodyAsync(HttpContext context, HttpResponseMessage response)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            await using var source = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            while (true)
            {
                var reading = source.ReadAsync(buffer, context.RequestAborted);
                // Nothing more for now: what there is, the head of a stream of events for one, goes out before we wait.
                if (!reading.IsCompleted)
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                int read;
                try
                {
                    read = await reading;
                }
                catch (Exception e) when (e is IOException or HttpRequestException)
                {
                    // Part of the answer is out: only breaking off tells the client that it is not whole.
                    context.Abort();
                    return ForwardResult.Failed;
                }

                if (read == 0)
                    return ForwardResult.Answered;
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return ForwardResult.Cancelled;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<ForwardResult> TunnelAsync(HttpContext context, HttpResponseMessage response)
    {
        if (response.Headers.Upgrade.Count > 0)
            context.Response.Headers.Upgrade = response.Headers.Upgrade.ToString();
        await using var client = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        await using var pod = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Task[] directions = [CopyAsync(client, pod, end.Token), CopyAsync(pod, client, end.Token)];
        await Task.WhenAny(directions);
        await end.CancelAsync();
        await Task.WhenAll(directions);
        return ForwardResult.Answered;
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                await to.FlushAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Either side may leave at any time; the other one is told by the end of the tunnel.
        }
    }

    private static async Task<ForwardResult> FailAsync(HttpContext context, HttpRequestException failure, string who)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return ForwardResult.Cancelled;
        if (failure.InnerException is BadHttpRequestException bad)
        {
            await Problem.WriteAsync(context, bad.StatusCode, bad.Message);
            return ForwardResult.Cancelled;
        }

        await Problem.WriteAsync(context, StatusCodes.Status502BadGateway, $"{who} gave no whole answer: {(failure.InnerException ?? failure).Message}");
        return ForwardResult.Failed;
    }
}
