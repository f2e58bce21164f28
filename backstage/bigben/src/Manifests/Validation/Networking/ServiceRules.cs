using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Networking;

/// <summary>Services.</summary>
internal static class ServiceRules
{
    private const string ExternalName = "ExternalName";
    private const string LoadBalancer = "LoadBalancer";
    private const long MaxAffinitySeconds = 86400;

    private static readonly string[] Types = ["ClusterIP", ExternalName, LoadBalancer, "NodePort"];

    private static readonly Rule OnLoadBalancer = Must.NotBeSetWhere(
        field => field.Parent["type"].Text != LoadBalancer, "may only be used when `type` is 'LoadBalancer'");

    // Of the port in the list of the spec.
    private static readonly Rule NotOnClusterIp = Must.NotBeSetWhere(
        port => port.Number is not (null or 0) && port.Parent.Parent.Parent["type"].Text is ("" or "ClusterIP"),
        "may not be used when `type` is 'ClusterIP'");

    // What the API server gives out by default.
    private static readonly Rule BeInRange = Must.NotBe(
        port => port.Number is not (null or 0 or (>= 30000 and <= 32767)),
        "provided port is not in the valid range. The range of valid ports is 30000-32767");

    private static readonly RuleTable Port = new()
    {
        { "port", field => Ports.BeNumber(field.OrElse(0)) },
        { "protocol", Must.BeOneOf(Ports.Protocols) },
        { "targetPort", BeTarget },
        { "appProtocol", Must.Be(Labels.KeyErrors) },
    };

    /// <summary>A Service.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.LabelErrors).Check },
        { "spec.ports", Must.BeSetWhere(ports => ports.Parent["clusterIP"].Text != "None" && ports.Parent["type"].Text != ExternalName) },
        { "spec", FitType },
        { "spec.ports", BeValid },
        { "spec.selector", ObjectMetadata.BeLabels },
        { "spec.sessionAffinity", Must.BeOneOf("ClientIP", "None") },
        {
            "spec.sessionAffinityConfig",
            Must.NotBeSetWhere(
                config => config.Parent["sessionAffinity"].Text != "ClientIP", "must not be set when session affinity is None")
        },
        { "spec.sessionAffinityConfig.clientIP.timeoutSeconds", Must.BeBetween(1, MaxAffinitySeconds) },
        { "spec.ipFamilies[]", Must.BeOneOf("IPv4", "IPv6") },
        { "spec.ipFamilyPolicy", Must.BeOneOf("PreferDualStack", "RequireDualStack", "SingleStack") },
        { "spec", BeAddressed },
        { "spec.externalIPs[]", field => field.Invalid(Addresses.AddressErrors(field.Text)) },
        { "spec.type", Must.BeOneOf(Types) },
        { "spec.ports[].nodePort", NotOnClusterIp, BeInRange },
        { "spec.ports", BeDifferent },
        { "spec.loadBalancerSourceRanges", OnLoadBalancer },
        { "spec.loadBalancerSourceRanges[]", field => field.Invalid(Addresses.CidrErrors(field.Text)) },
        { "spec.allocateLoadBalancerNodePorts", OnLoadBalancer },
        { "spec.loadBalancerClass", OnLoadBalancer },
        { "spec.externalTrafficPolicy", BeReachable, Must.BeOneOf("Cluster", "Local") },
        { "spec.trafficDistribution", Must.BeOneOf("PreferClose", "PreferSameZone", "PreferSameNode") },
        { "spec.internalTrafficPolicy", Must.BeOneOf("Cluster", "Local") },
    };

    private static void FitType(Field spec)
    {
        var type = spec["type"].Text;
        if (type == ExternalName)
        {
            var name = spec["externalName"];
            if (!spec["clusterIP"].IsEmpty || !spec["clusterIPs"].IsEmpty)
                spec["clusterIPs"].Forbidden($"may not be set for {ExternalName} services");
            if (name.Text.TrimEnd('.').Length == 0)
                name.Required();
            else
                name.Invalid(Names.SubdomainErrors(name.Text.EndsWith('.') ? name.Text[..^1] : name.Text));
        }
        else if (type is (LoadBalancer or "NodePort") && spec["clusterIP"].Text == "None")
        {
            spec["clusterIPs[0]"].Invalid("None", $"may not be set to 'None' for {type} services");
        }
    }

    private static void BeValid(Field ports)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var mustBeNamed = ports.Items.Count() > 1;
        foreach (var port in ports.Items)
        {
            var name = port["name"];
            if (!name.IsEmpty)
            {
                name.Invalid(Names.LabelErrors(name.Text));
                if (!names.Add(name.Text))
                    name.Duplicate(name.Text);
            }
            else if (mustBeNamed)
            {
                name.Required();
            }

            Port.Check(port);
        }
    }

    // By default a port leads to the container's port of the same number.
    private static void BeTarget(Field target)
    {
        if (target.Text.Length > 0 || target.Number is not (null or 0))
            Ports.BeNumberOrName(target);
        else
            Ports.BeNumber(target.OrElse(target.Parent["port"].Number ?? 0));
    }

    private static void BeAddressed(Field spec)
    {
        var address = spec["clusterIP"];
        var addresses = spec["clusterIPs"];
        if (addresses.IsEmpty && !address.IsEmpty && address.Text != "None")
        {
            foreach (var error in Addresses.AddressErrors(address.Text))
                spec["clusterIPs[0]"].Invalid(address.Text, error);
        }

        foreach (var one in addresses.Items.Where(one => one.Text != "None"))
            one.Invalid(Addresses.AddressErrors(one.Text));
    }

    private static void BeReachable(Field policy)
    {
        if (!policy.IsEmpty && policy.Parent["type"].Text is not (LoadBalancer or "NodePort") && policy.Parent["externalIPs"].IsEmpty)
            policy.Invalid("may only be set for externally-accessible services");
    }

    private static void BeDifferent(Field ports)
    {
        var seen = new HashSet<(string Protocol, long Number)>();
        foreach (var port in ports.Items)
        {
            var key = (Protocol: port["protocol"].OrElse("TCP").Text, Number: port["port"].Number ?? 0);
            if (!seen.Add(key))
                port.Duplicate(AsGoHasIt(key.Protocol, key.Number));
        }
    }

    // The error shows Kubernetes' internal object with nothing but what it compares by.
    private static JsonObject AsGoHasIt(string protocol, long number) => new()
    {
        ["Name"] = "",
        ["Protocol"] = protocol,
        ["AppProtocol"] = null,
        ["Port"] = number,
        ["TargetPort"] = 0,
        ["NodePort"] = 0,
    };
}
