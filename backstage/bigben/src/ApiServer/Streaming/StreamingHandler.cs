using System.Net.WebSockets;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Streaming.PortForward;

namespace BigBen.ApiServer.Streaming;

/// <summary>Connects clients with containers: <c>pods/exec</c>, <c>pods/attach</c>, <c>pods/portforward</c>, by WebSocket.</summary>
/// <param name="store">Where the pods are.</param>
/// <param name="runtime">Where their containers are.</param>
/// <param name="logs">Where their output is.</param>
/// <param name="clock">The time.</param>
internal sealed class StreamingHandler(IObjectStore store, IContainerRuntime runtime, IPodLogs logs, TimeProvider clock)
{
    private const string Channels4 = "v4.channel.k8s.io";
    private const string Channels5 = "v5.channel.k8s.io";

    // Sent now and then, so that a connection that nobody has any more is found out.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(2);

    /// <summary>Whether a part of a resource is a connection.</summary>
    public static bool Takes(ApiRequest request) =>
        request.Resource.GroupResource == "pods" && request.Info.Subresource is "exec" or "attach" or "portforward";

    /// <summary>Connects; returns when the connection is over.</summary>
    /// <exception cref="StatusException">There is no such pod or container, it does not run, or the client cannot be talked to.</exception>
    public Task HandleAsync(ApiRequest request)
    {
        // A connection is asked for by GET and is more than reading, for which Kubernetes requires both rights since 1.35.
        request.Require(RequestVerb.Create);
        var pod = store.Find(request.Resource, request.Namespace, request.Name) ?? throw Failures.NotFound(request.Resource, request.Name);
        return request.Info.Subresource switch
        {
            "exec" => ExecAsync(request, pod),
            "attach" => AttachAsync(request, pod),
            _ => ForwardAsync(request, pod),
        };
    }

    private async Task ExecAsync(ApiRequest request, JsonElement pod)
    {
        var name = PodContainer.Asked(pod, request);
        var container = Running(request, pod, name);
        var options = RemoteCommandOptions.Of(request.Query);
        if (options.Command.Count == 0)
            throw Failures.BadRequest("you must specify at least one command for the container");
        using var socket = await AcceptAsync(request, Channels5, Channels4);
        await new RemoteCommand(socket, options, clock).RunAsync(RunAsync, request.Aborted);

        async Task<JsonObject> RunAsync(ContainerStreams streams, CancellationToken gone)
        {
            try
            {
                return ExitStatus.Of(await container.ExecAsync(options.Command, streams, gone));
            }
            catch (PlatformException e)
            {
                return Failures.InternalError($"error executing command in container: {e.Message}").Status.ToJson();
            }
        }
    }

    // A container's output is its log, both streams in one; it ends with the container.
    private async Task AttachAsync(ApiRequest request, JsonElement pod)
    {
        var name = PodContainer.Asked(pod, request);
        var options = RemoteCommandOptions.Of(request.Query);
        // Before the connection is looked at: kubectl repeats what is refused by SPDY, and shows what that is answered.
        if (options.Stdin || options.Tty)
        {
            throw Failures.BadRequest(
                $"container {name} in pod {request.Name} has no standard input and no terminal: the local platform starts no container "
                + "with them");
        }

        _ = Running(request, pod, name);
        var follow = new LogOptions(name, Follow: true, Previous: false, Timestamps: false, Since: null, TailLines: 0, LimitBytes: null);
        using var socket = await AcceptAsync(request, Channels5, Channels4);
        await new RemoteCommand(socket, options, clock).RunAsync(RunAsync, request.Aborted);

        async Task<JsonObject> RunAsync(ContainerStreams streams, CancellationToken gone)
        {
            await using var log = await logs.OpenAsync(pod, follow, gone);
            if (log is not null)
                await log.CopyToAsync(options.Stdout ? streams.Output : streams.Error, gone);
            return ExitStatus.Of(0);
        }
    }

    private async Task ForwardAsync(ApiRequest request, JsonElement pod)
    {
        _ = Running(request, pod, name: null);
        var pods = new PodPorts(request, store, runtime);
        if (request.Context.WebSockets.WebSocketRequestedProtocols.Contains(SpdyForward.Protocol))
        {
            using var tunnel = await AcceptAsync(request, SpdyForward.Protocol);
            await new SpdyForward(tunnel, pods).RunAsync(request.Aborted);
            return;
        }

        var ports = ChannelForward.Ports(request.Query);
        using var socket = await AcceptAsync(request, Channels4);
        await new ChannelForward(socket, ports, pods, clock).RunAsync(request.Aborted);
    }

    private IRunningContainer Running(ApiRequest request, JsonElement pod, string? name)
    {
        if (pod.TextAt("spec", "nodeName") is null)
            throw Failures.BadRequest($"pod {request.Name} does not have a host assigned");
        if (request.Context.Request.Headers.Upgrade.Count == 0)
            throw Failures.BadRequest("Upgrade request required");
        var container = runtime.Find(pod, name) ?? throw Failures.InternalError(
            name is null
                ? $"unable to upgrade connection: pod {request.Name} does not run"
                : $"unable to upgrade connection: container not found (\"{name}\")");
        return request.Context.WebSockets.IsWebSocketRequest
            ? container
            : throw Failures.BadRequest(
                $"the connection can be upgraded to websocket, not to {request.Context.Request.Headers.Upgrade}");
    }

    // The client's order of preference counts.
    private static Task<WebSocket> AcceptAsync(ApiRequest request, params string[] served)
    {
        var asked = request.Context.WebSockets.WebSocketRequestedProtocols;
        var protocol = asked.FirstOrDefault(served.Contains) ?? throw Failures.BadRequest(
            $"unable to negotiate protocol: client supports [{string.Join(' ', asked)}], server accepts [{string.Join(' ', served)}]");
        // The framework refuses a protocol's name with a slash, which kubectl's has, so it is not told.
        request.Context.Response.Headers.SecWebSocketProtocol = protocol;
        return request.Context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = KeepAlive });
    }
}
