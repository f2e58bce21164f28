namespace BigBen.Manifests.Specs;

/// <summary>A Service: a name for the ready pods with certain labels.</summary>
internal sealed record ServiceSpec(IReadOnlyDictionary<string, string> Selector, IReadOnlyList<ServicePort> Ports) : ObjectSpec
{
    public static ServiceSpec Read(Fields spec)
    {
        var type = spec.OneOf("type", "ClusterIP", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName");
        if (type == "ExternalName")
            throw spec.Broken("type", "is ExternalName, which the local platform cannot route");
        if (type != "ClusterIP")
            spec.Unenforced("type", "everything is reached through the router on loopback");
        spec.Accept(
            "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "allocateLoadBalancerNodePorts", "internalTrafficPolicy",
            "externalTrafficPolicy", "trafficDistribution", "healthCheckNodePort");
        foreach (var field in new[] { "sessionAffinity", "sessionAffinityConfig" })
            spec.Unenforced(field, "requests go to the ready pods in turn");
        string[] outside = ["publishNotReadyAddresses", "externalIPs", "loadBalancerIP", "loadBalancerClass", "loadBalancerSourceRanges"];
        foreach (var field in outside)
            spec.Unenforced(field, "only ready pods on loopback are routed to");
        var selector = spec.TextMap("selector");
        if (selector.Count == 0)
            throw spec.Broken("selector", "is missing: a Service without one has no pods");
        var ports = spec.Mappings("ports").Select(Port).ToList();
        if (ports.Count == 0)
            throw spec.Broken("ports", "is missing");
        spec.End();
        return new ServiceSpec(selector, ports);
    }

    public ServicePort? PortOf(NameOrNumber port) =>
        Ports.FirstOrDefault(candidate => port.Name is null ? candidate.Port == port.Number : candidate.Name == port.Name);

    private static ServicePort Port(Fields port)
    {
        if (port.OneOf("protocol", "TCP", "TCP", "UDP", "SCTP") != "TCP")
            throw port.Broken("protocol", "must be TCP: the local platform routes nothing else");
        port.Accept("appProtocol");
        port.Unenforced("nodePort", "everything is reached through the router on loopback");
        var number = port.Number("port", 1, 65535) ?? throw port.Broken("port", "is missing");
        var result = new ServicePort(
            port.Text("name"), number, port.Has("targetPort") ? port.NameOrNumber("targetPort") : new NameOrNumber(null, number));
        port.End();
        return result;
    }
}

/// <summary>A port of a Service and the container port behind it.</summary>
internal sealed record ServicePort(string? Name, int Port, NameOrNumber TargetPort);
