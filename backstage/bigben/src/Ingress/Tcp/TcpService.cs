using System.Net.Sockets;
using BigBen.ApiServer.Clients;
using BigBen.Ingress.Routing;

namespace BigBen.Ingress.Tcp;

/// <summary>
/// A Service's address on this machine, and its ports there. Those of an address of its own have the Service's numbers; one that cannot be
/// had is another, free one. Used by one thread at a time.
/// </summary>
/// <param name="service">The Service.</param>
/// <param name="address">The address; disposed with it.</param>
/// <param name="endpoints">Finds the pods of the port of a name, as of now.</param>
/// <param name="cutOff">Ends every connection.</param>
internal sealed class TcpService(
    NamespacedName service, LoopbackAddress address, Func<string, EndpointList?> endpoints, CancellationToken cutOff) : IDisposable
{
    private readonly Dictionary<(int Number, string Name), TcpPort> _ports = [];

    /// <summary>Where it is reached.</summary>
    public TcpAddress Address =>
        new(service, $"{address.Value}", _ports.ToDictionary(port => port.Key.Number, port => port.Value.Number));

    /// <summary>Has these ports and no others, and listens where there are pods.</summary>
    /// <param name="ports">The Service's ports, and their names.</param>
    /// <returns>Which ones have another number from now on, and why, in words.</returns>
    /// <exception cref="PlatformException">The machine has no port left.</exception>
    public IReadOnlyList<string> Update(IReadOnlyCollection<(int Number, string Name)> ports)
    {
        foreach (var gone in _ports.Keys.Except(ports).ToList())
            Remove(gone);
        return [.. ports.Select(Update).OfType<string>()];
    }

    public void Dispose()
    {
        foreach (var port in _ports.Values)
            port.Dispose();
        address.Dispose();
    }

    private string? Update((int Number, string Name) port)
    {
        try
        {
            Hold(port, address.IsOwn ? port.Number : 0);
            return null;
        }
        catch (SocketException e)
        {
            Remove(port);
            return $"By its number, port {port.Number} is reached by HTTP alone, through http_proxy; the Service's variables name port "
                + $"{HoldAny(port)} of {address.Value}: {Reason(port.Number, e)}.";
        }
    }

    private int HoldAny((int Number, string Name) port)
    {
        try
        {
            return Hold(port, 0);
        }
        catch (SocketException e)
        {
            Remove(port);
            throw new PlatformException(
                $"Port {port.Number} of the Service {service} finds no free port of {address.Value}: {e.Message}.", e);
        }
    }

    private int Hold((int Number, string Name) port, int number)
    {
        if (!_ports.TryGetValue(port, out var held))
            _ports[port] = held = new TcpPort(address.Value, number, () => endpoints(port.Name), cutOff);
        held.Update();
        return held.Number;
    }

    private void Remove((int Number, string Name) port)
    {
        if (_ports.Remove(port, out var held))
            held.Dispose();
    }

    private static string Reason(int port, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AccessDenied => "the system gives ports as low as that to root alone",
        SocketError.AddressAlreadyInUse =>
            $"another program listens at port {port} of every address; let it listen at 127.0.0.1 alone, and start the platform again",
        _ => e.Message,
    };
}
