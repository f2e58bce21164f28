using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>The ports of a container.</summary>
internal static class ContainerPorts
{
    private static readonly RuleTable Port = new()
    {
        { "containerPort", BeGiven, Ports.BeNumber },
        { "hostPort", BeNumberOrZero },
        { "protocol", Must.BeOneOf(Ports.Protocols) },
    };

    /// <summary>Ports, each name once.</summary>
    public static void BeValid(Field ports)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in ports.Items)
        {
            var name = port["name"];
            var errors = name.IsEmpty ? [] : Ports.NameErrors(name.Text).ToList();
            name.Invalid(errors);
            if (!name.IsEmpty && errors.Count == 0 && !names.Add(name.Text))
                name.Duplicate(name.Text);
            Port.Check(port);
        }
    }

    /// <summary>No port of the host is taken twice.</summary>
    public static void BeUniqueOnHost(Field containers)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in containers.Items.SelectMany(container => container["ports"].Items))
        {
            var protocol = port["protocol"].OrElse("TCP").Text;
            if (port["hostPort"].Number is { } number and not 0 && !taken.Add($"{protocol}/{port["hostIP"].Text}/{number}"))
                port["hostPort"].Duplicate($"{protocol}/{port["hostIP"].Text}/{number}");
        }
    }

    private static void BeGiven(Field port)
    {
        if (port.Number is null or 0)
            port.Required();
    }

    private static void BeNumberOrZero(Field port)
    {
        if (port.Number is not 0)
            Ports.BeNumber(port);
    }
}
