namespace BigBen.ApiServer.Clients;

/// <summary>Where a Service is reached by TCP from this machine.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Host">
/// An address of 127.0.0.0/8 that no other Service has, of whatever platform of this machine; 127.0.0.1 where a machine has no other one.
/// </param>
/// <param name="Ports">
/// The port of that address for each TCP port of the Service: the same number on an address of its own, unless that cannot be had.
/// </param>
internal sealed record TcpAddress(NamespacedName Service, string Host, IReadOnlyDictionary<int, int> Ports)
{
    /// <summary>
    /// The names by which pods of a namespace know it (kubernetes.io/docs/concepts/services-networking/dns-pod-service): the short one in
    /// its own alone.
    /// </summary>
    /// <param name="ns">The pods' namespace.</param>
    public IReadOnlyList<string> NamesIn(string ns)
    {
        var name = $"{Service.Name}.{Service.Namespace}";
        string[] everywhere = [name, $"{name}.svc", $"{name}.svc.cluster.local"];
        return ns == Service.Namespace ? [Service.Name, .. everywhere] : everywhere;
    }
}
