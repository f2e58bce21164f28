using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Streaming.Channels;

namespace BigBen.ApiServer.Streaming.PortForward;

/// <summary>
/// Ports forwarded by <c>v4.channel.k8s.io</c>: one connection for each port that is asked for, its bytes on channel 2i, its failure on
/// channel 2i+1. Each of the two begins with the port's number, two bytes, little-endian.
/// </summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="ports">The ports.</param>
/// <param name="pod">The pod that has them.</param>
/// <param name="clock">Tells how long a client takes to go.</param>
internal sealed class ChannelForward(WebSocket socket, IReadOnlyList<ushort> ports, PodPorts pod, TimeProvider clock)
{
    // Two channels each; the last number means the end of a channel elsewhere.
    private const int MostPorts = 127;

    private readonly Pipe[] _inputs = [.. ports.Select(_ => new Pipe())];

    /// <summary>The ports that a query asks for, each in a value of its own or with commas in between.</summary>
    /// <exception cref="StatusException">There are none, too many, or one is not a port.</exception>
    public static IReadOnlyList<ushort> Ports(IQueryCollection query)
    {
        var ports = query["ports"].OfType<string>().SelectMany(value => value.Split(',')).Select(Port).ToList();
        return ports.Count switch
        {
            0 => throw Failures.BadRequest("query parameter \"ports\" is required"),
            > MostPorts => throw Failures.BadRequest($"at most {MostPorts} ports can be forwarded by one connection"),
            _ => ports,
        };
    }

    /// <summary>Forwards until every port's connection is over, or the client is gone.</summary>
    /// <param name="aborted">Set when the connection is cut.</param>
    public async Task RunAsync(CancellationToken aborted)
    {
        using var channels = new ChannelSocket(socket);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var receiving = ReceiveAsync(channels, gone);
        try
        {
            await Task.WhenAll(ports.Index().Select(port => ForwardAsync(channels, port.Index, port.Item, gone.Token)));
        }
        catch (Exception e) when (e is WebSocketException || (e is OperationCanceledException && gone.IsCancellationRequested))
        {
            // The client went away, which is how a forwarded connection ends for it.
        }
        finally
        {
            await channels.CloseAsync(receiving, clock);
        }
    }

    private static ushort Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw Failures.BadRequest($"unable to parse \"{text}\" as a port");

    private async Task ReceiveAsync(ChannelSocket channels, CancellationTokenSource gone)
    {
        await channels.ReceiveAsync(
            async (channel, data, _) =>
            {
                if (channel % 2 == 0 && channel / 2 < _inputs.Length)
                    await _inputs[channel / 2].Writer.WriteAsync(data, gone.Token);
            },
            gone.Token);
        await gone.CancelAsync();
    }

    private async Task ForwardAsync(ChannelSocket channels, int index, ushort port, CancellationToken gone)
    {
        var (bytes, failure) = ((byte)(2 * index), (byte)(2 * index + 1));
        var number = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(number, port);
        await channels.SendAsync(bytes, number, gone);
        await channels.SendAsync(failure, number, gone);
        await using var input = _inputs[index].Reader.AsStream();
        if (await pod.ForwardAsync(port, input, channels.Writer(bytes), gone) is { } problem)
            await channels.SendAsync(failure, Encoding.UTF8.GetBytes(problem), gone);
    }
}
