namespace BigBen.Manifests.Specs;

/// <summary>A Service: a name for the ready pods with certain labels.</summary>
internal static class ServiceSpec
{
    public static void Read(Fields spec)
    {
        if (spec.Text("type") is { } type and not "ClusterIP")
        {
            if (type == "ExternalName")
                throw spec.Broken("type", "is ExternalName, which the local platform cannot route");
            spec.Unenforced("type", "everything is reached through the router on loopback");
        }

        if (spec.Has("externalName"))
            throw spec.Broken("externalName", "names a host outside, which the local platform cannot route");
        spec.Accept(
            "publishNotReadyAddresses",
            "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "allocateLoadBalancerNodePorts", "internalTrafficPolicy",
            "externalTrafficPolicy", "trafficDistribution", "healthCheckNodePort");
        foreach (var field in new[] { "sessionAffinity", "sessionAffinityConfig" })
            spec.Unenforced(field, "requests go to the ready pods in turn");
        string[] outside = ["externalIPs", "loadBalancerIP", "loadBalancerClass", "loadBalancerSourceRanges"];
        foreach (var field in outside)
            spec.Unenforced(field, "only ready pods on loopback are routed to");
        if (spec.Mapping("selector")?.Names.Any() is not true)
            throw spec.Broken("selector", "is missing: a Service without one has no pods");
        foreach (var port in spec.Mappings("ports"))
            Port(port);
        spec.End();
    }

    private static void Port(Fields port)
    {
        if (port.Text("protocol") is not (null or "TCP"))
            throw port.Broken("protocol", "must be TCP: the local platform routes nothing else");
        port.Accept("name", "port", "targetPort", "appProtocol");
        port.Unenforced("nodePort", "everything is reached through the router on loopback");
        port.End();
    }
}
