using System.Collections.Concurrent;

namespace BigBen.Ingress.Routing;

/// <summary>The pods that a port of a Service leads to at the moment. Replaced as a whole while requests read it.</summary>
internal sealed class EndpointList
{
    private readonly ConcurrentDictionary<PodEndpoint, CancellationTokenSource> _present = new();
    private PodEndpoint[] _endpoints = [];
    private uint _turn;

    /// <summary>Whether there is no pod that requests go to.</summary>
    public bool IsEmpty => Volatile.Read(ref _endpoints).Length == 0;

    /// <summary>Replaces the pods.</summary>
    /// <param name="endpoints">Those that requests go to.</param>
    /// <param name="ending">Those that finish what they have begun.</param>
    public void Set(PodEndpoint[] endpoints, IReadOnlyCollection<PodEndpoint> ending)
    {
        foreach (var endpoint in endpoints)
            _present.TryAdd(endpoint, new CancellationTokenSource());
        Volatile.Write(ref _endpoints, endpoints);
        // While there is no other pod, waiting for one that may recover is all that is left.
        if (endpoints.Length == 0)
            return;
        foreach (var endpoint in _present.Keys.Except(endpoints).Except(ending))
        {
            if (_present.TryRemove(endpoint, out var gone))
                gone.Cancel();
        }
    }

    /// <summary>Cancelled when a pod is not an endpoint any more, does not end in good order, and another one could be asked.</summary>
    public CancellationToken Gone(PodEndpoint endpoint) =>
        _present.TryGetValue(endpoint, out var gone) ? gone.Token : CancellationToken.None;

    /// <summary>The next pod in turn of those not tried yet; null when there is none.</summary>
    public PodEndpoint? Next(List<PodEndpoint>? tried)
    {
        var endpoints = Volatile.Read(ref _endpoints);
        if (tried is not null)
            endpoints = [.. endpoints.Except(tried)];
        return endpoints.Length switch
        {
            0 => null,
            1 => endpoints[0],
            _ => endpoints[Interlocked.Increment(ref _turn) % (uint)endpoints.Length],
        };
    }
}
