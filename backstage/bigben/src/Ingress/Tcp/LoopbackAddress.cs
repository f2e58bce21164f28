using System.Net;
using System.Net.Sockets;

namespace BigBen.Ingress.Tcp;

/// <summary>
/// An address of this machine for one Service. Linux has all of 127.0.0.0/8, so that each has one of its own, which no other platform of
/// the machine takes until it is disposed. Where only 127.0.0.1 can be had, as on macOS, all share that.
/// </summary>
internal sealed class LoopbackAddress : IDisposable
{
    // 127.96.0.0/16, as Kubernetes' Services have 10.96.0.0/16: the last two numbers are those of the Service's clusterIP.
    private static readonly byte[] Network = [127, 96];

    // That of kube-proxy's health check, by UDP, which no Service is passed by: every TCP port is left to the Service.
    private const int ClaimedPort = 10256;

    // Platforms choose at random out of 65,533: not even a few are met in a row.
    private const int Attempts = 50;

    private readonly Socket? _claim;

    private LoopbackAddress(IPAddress value, Socket? claim) => (Value, _claim) = (value, claim);

    /// <summary>The address.</summary>
    public IPAddress Value { get; }

    /// <summary>Whether no other Service has it.</summary>
    public bool IsOwn => _claim is not null;

    /// <summary>Takes the address that goes with a Service's <c>clusterIP</c>, or the next one that nobody has.</summary>
    /// <param name="clusterIP">The Service's address within the cluster, which it keeps; null for any.</param>
    /// <param name="network">The first two numbers; null for those of Services.</param>
    public static LoopbackAddress Take(string? clusterIP, byte[]? network = null)
    {
        var last = IPAddress.TryParse(clusterIP, out var within) ? within.GetAddressBytes()[^2..] : [0, 1];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var number = ((last[0] << 8) + last[1] + attempt) & 0xFFFF;
            var address = new IPAddress([.. network ?? Network, (byte)(number >> 8), (byte)number]);
            var claim = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                claim.Bind(new IPEndPoint(address, ClaimedPort));
                return new LoopbackAddress(address, claim);
            }
            catch (SocketException e)
            {
                claim.Dispose();
                if (e.SocketErrorCode != SocketError.AddressAlreadyInUse)
                    break;
            }
        }

        return new LoopbackAddress(IPAddress.Loopback, claim: null);
    }

    public void Dispose() => _claim?.Dispose();
}
