using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>
/// The ports of 127.0.0.1 that stand for those that the containers of a pod declare. A pod keeps them, so that its containers find each
/// other. Every member may be called from any thread.
/// </summary>
/// <param name="spec">The pod's spec.</param>
/// <param name="free">Where the ports come from.</param>
internal sealed class HostPorts(PodSpec spec, FreePorts free) : IDisposable
{
    // A program may listen although its pod declares no port, as a worker made of a web program does: a cluster gives each pod an address
    // of its own, here it would meet the next pod's. These have numbers that no port has, and nobody is told of them.
    private static readonly ContainerPort[] Undeclared = [new("http", -1), new("management", -2)];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, int> _numbers = [];

    /// <summary>All ports of the pod as a container that is about to start finds them, its own ones first.</summary>
    /// <exception cref="PlatformException">No port is free.</exception>
    public IReadOnlyList<HostPort> For(ContainerSpec container)
    {
        lock (_gate)
        {
            var own = spec.All.All(one => one.Ports.Count == 0) ? Undeclared : container.Ports;
            // Whoever took one of its ports while it did not run keeps it.
            foreach (var port in own)
            {
                if (_numbers.TryGetValue(port.Number, out var number) && !FreePorts.CanListen(number))
                    Forget(port.Number);
            }

            return [.. own.Concat(spec.All.Except([container]).SelectMany(other => other.Ports)).Select(Of)];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var port in _numbers.Keys.ToList())
                Forget(port);
        }
    }

    private HostPort Of(ContainerPort port)
    {
        if (!_numbers.TryGetValue(port.Number, out var number))
            _numbers[port.Number] = number = free.Take();
        return new HostPort(port, number);
    }

    private void Forget(int port)
    {
        _numbers.Remove(port, out var number);
        free.GiveBack(number);
    }
}
