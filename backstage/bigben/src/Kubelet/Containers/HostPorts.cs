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
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, int> _numbers = [];

    /// <summary>All ports of the pod as a container that is about to start finds them, its own ones first.</summary>
    /// <exception cref="Foundation.PlatformException">No port is free.</exception>
    public IReadOnlyList<HostPort> For(ContainerSpec container)
    {
        lock (_gate)
        {
            // Whoever took one of its ports while it did not run keeps it.
            foreach (var port in container.Ports)
            {
                if (_numbers.TryGetValue(port.Number, out var number) && !FreePorts.CanListen(number))
                    Forget(port.Number);
            }

            return [.. container.Ports.Concat(spec.All.Except([container]).SelectMany(other => other.Ports)).Select(Of)];
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
