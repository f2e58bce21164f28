using System.Buffers.Binary;
using System.Text;
using BigBen.Tests.Kubelet;
using k8s;

namespace BigBen.Tests.ApiServer.Streaming.PortForward;

public class ChannelForwardTests
{
    private static readonly int[] Declared = [8011];

    [Fact]
    public async Task A_connection_goes_to_the_port_that_the_program_has_here()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Web("a"));
        using var socket = await node.Client.WebSocketNamespacedPodPortForwardAsync(
            "a", ServedNode.Namespace, Declared, "v4.channel.k8s.io");
        using var demuxer = new StreamDemuxer(socket, StreamType.PortForward);
        demuxer.Start();
        await using var stream = demuxer.GetStream((byte?)0, (byte?)0);

        await stream.WriteAsync("GET /version HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
        var answer = await ReadUntilAsync(stream, "v1");

        answer.ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task Each_port_has_two_channels_that_begin_with_its_number()
    {
        await using var node = await ServedNode.StartAsync(PodYaml.Web("a"));

        using var client = await node.ConnectAsync("a/portforward?ports=9090&ports=7", "v4.channel.k8s.io");
        await client.SendAsync(0, "GET /ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        await client.Closed;

        client.Text(0)[2..].ShouldStartWith("HTTP/1.1 200");
        Enumerable.Range(0, 4).Select(channel => BinaryPrimitives.ReadUInt16LittleEndian(client.Bytes((byte)channel)))
            .ShouldBe([9090, 9090, 7, 7]);
        client.Bytes(1).Length.ShouldBe(2);
        client.Bytes(2).Length.ShouldBe(2);
        client.Text(3)[2..].ShouldContain("no container of the pod declares port 7");
    }

    private static async Task<string> ReadUntilAsync(Stream stream, string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return text.ToString();
    }
}
