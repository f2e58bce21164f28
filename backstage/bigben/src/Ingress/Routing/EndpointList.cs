namespace BigBen.Ingress.Routing;

/// <summary>The pods that a port of a Service leads to at the moment. Replaced as a whole while requests read it.</summary>
internal sealed class EndpointList
{
    private PodEndpoint[] _endpoints = [];
    private uint _turn;

    /// <summary>Replaces the pods.</summary>
    public void Set(PodEndpoint[] endpoints) => Volatile.Write(ref _endpoints, endpoints);

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
