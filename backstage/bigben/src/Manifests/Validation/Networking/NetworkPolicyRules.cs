using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Networking;

/// <summary>NetworkPolicies.</summary>
internal static class NetworkPolicyRules
{
    private static readonly RuleTable Port = new()
    {
        { "protocol", Must.BeOneOf(Ports.Protocols) },
        { "port", BePort },
        {
            "endPort",
            Must.NotBe(end => end.Exists && !end.Parent["port"].Exists, "may not be specified when `port` is not specified")
        },
    };

    private static readonly RuleTable Block = new()
    {
        { "cidr", Must.BeSet(), Must.Be(Addresses.CidrErrors) },
        { "except[]", BeWithin },
    };

    private static readonly RuleTable Peer = new()
    {
        { "podSelector", LabelSelectors.BeValid },
        { "namespaceSelector", LabelSelectors.BeValid },
        { "ipBlock", Block.CheckIfSet },
        { "", BeOneKind },
    };

    /// <summary>A NetworkPolicy.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec.podSelector", LabelSelectors.BeValid },
        { "spec.ingress[].ports[]", Port.Check },
        { "spec.ingress[].from[]", Peer.Check },
        { "spec.egress[].ports[]", Port.Check },
        { "spec.egress[].to[]", Peer.Check },
        { "spec.policyTypes", Must.NotBe(types => types.Items.Count() > 2, "may not specify more than two policyTypes") },
        { "spec.policyTypes[]", Must.BeOneOf("Egress", "Ingress") },
    };

    private static void BePort(Field port)
    {
        var end = port.Parent["endPort"];
        if (!port.Exists)
            return;
        Ports.BeNumberOrName(port);
        if (!end.Exists)
            return;
        if (!port.IsNumber)
            end.Invalid("may not be specified when `port` is non-numeric");
        else if (end.Number < port.Number)
            end.Invalid("must be greater than or equal to `port`");
    }

    private static void BeWithin(Field except)
    {
        var errors = Addresses.CidrErrors(except.Text).ToList();
        var cidr = except.Parent.Parent["cidr"].Text;
        except.Invalid(errors);
        if (errors.Count == 0 && !Addresses.CidrErrors(cidr).Any() && !Addresses.IsStrictlyWithin(except.Text, cidr))
            except.Invalid("must be a strict subset of `cidr`");
    }

    private static void BeOneKind(Field peer)
    {
        var hasSelector = peer["podSelector"].Exists || peer["namespaceSelector"].Exists;
        var hasBlock = peer["ipBlock"].Exists;
        if (!hasSelector && !hasBlock)
            peer.Required("must specify a peer");
        else if (hasSelector && hasBlock)
            peer.Forbidden("may not specify both ipBlock and another peer");
    }
}
