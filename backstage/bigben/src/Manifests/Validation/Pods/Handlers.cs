using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>What a probe or a hook does.</summary>
internal static class Handlers
{
    private const long DefaultGracePeriod = 30;

    private static readonly RuleTable HttpGet = new()
    {
        { "port", Ports.BeNumberOrName },
        { "scheme", Must.BeOneOf("HTTP", "HTTPS") },
        { "httpHeaders[].name", field => field.Invalid(Names.HeaderErrors(field.Text)) },
    };

    private static readonly (string Name, Rule Rule)[] All =
    [
        ("exec", new RuleTable { { "command", Must.BeSet() } }.Check),
        ("httpGet", HttpGet.Check),
        ("tcpSocket", new RuleTable { { "port", Ports.BeNumberOrName } }.Check),
        ("grpc", new RuleTable { { "port", field => Ports.BeNumber(field.OrElse(0)) } }.Check),
        ("sleep", BeWithinGracePeriod),
    ];

    /// <summary>Exactly one of them.</summary>
    public static void BeOne(Field handler)
    {
        var found = false;
        foreach (var (name, rule) in All)
        {
            var field = handler[name];
            if (!field.Exists)
                continue;
            if (found)
                field.Forbidden("may not specify more than 1 handler type");
            else
                rule(field);
            found = true;
        }

        if (!found)
            handler.Required("must specify a handler type");
    }

    private static void BeWithinGracePeriod(Field sleep)
    {
        // The hook of a container of a pod's spec: sleep, preStop, lifecycle, [0], containers, spec.
        var spec = sleep.Parent.Parent.Parent.Parent.Parent;
        var period = spec["terminationGracePeriodSeconds"].Number ?? DefaultGracePeriod;
        if (sleep["seconds"].Number is { } seconds && (seconds < 0 || seconds > period))
        {
            sleep.Invalid(seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({period})");
        }
    }
}
