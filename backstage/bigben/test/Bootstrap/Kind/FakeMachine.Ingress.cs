using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BigBen.Ingress.Listening;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Bootstrap.Kind;

/// <summary>The cluster's port of this machine: every host tells the version that its Application is to run.</summary>
internal sealed partial class FakeMachine
{
    private LoopbackServer? ingress;

    /// <summary>The port, free until the cluster is made.</summary>
    internal int Port { get; } = FreePort();

    /// <summary>What hosts answer instead of the version.</summary>
    internal string? WrongVersion { get; set; }

    private void OpenIngress() => ingress ??= LoopbackServer.StartAsync(Port, useIPv6: false, RouteAsync, CancellationToken.None).GetAwaiter().GetResult();

    private void CloseIngress()
    {
        ingress?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        ingress = null;
    }

    private async Task RouteAsync(HttpContext http)
    {
        JsonNode? found;
        lock (gate)
        {
            found = JsonNode.Parse(Applications())!["items"]!.AsArray().Select(item => item!["spec"]!["source"]!["helm"]!["parameters"]!.AsArray())
                .FirstOrDefault(parameters => parameters.Any(parameter => $"{parameter!["value"]}" == http.Request.Host.Host));
        }

        if (found is null)
        {
            http.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        await http.Response.WriteAsJsonAsync(new { version = WrongVersion ?? $"{found[0]!["value"]}" });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
