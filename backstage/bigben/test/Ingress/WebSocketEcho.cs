using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Ingress;

/// <summary>Both ends of a WebSocket that says again what it is told.</summary>
internal static class WebSocketEcho
{
    public static async Task AnswerAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } message)
        {
            await socket.SendAsync(
                buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, message.EndOfMessage, CancellationToken.None);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
    }

    /// <summary>Says something twice, hears it, and says goodbye.</summary>
    /// <param name="url">Where.</param>
    /// <param name="client">By what way.</param>
    /// <param name="version">The version of HTTP.</param>
    public static async Task ShouldEchoAsync(string url, HttpMessageInvoker client, Version version)
    {
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = version;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await socket.ConnectAsync(new Uri(url), client, CancellationToken.None).WaitAsync(Eventually.Deadline);
        foreach (var text in new[] { "one", "two" })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
            var buffer = new byte[100];
            var message = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Eventually.Deadline);
            Encoding.UTF8.GetString(buffer, 0, message.Count).ShouldBe(text);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).WaitAsync(Eventually.Deadline);
        socket.CloseStatusDescription.ShouldBe("bye");
    }
}
