using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>How pods are spread over nodes and zones.</summary>
internal static class TopologySpread
{
    private const string NotPositive = "must be greater than zero";
    private const string Strict = "DoNotSchedule";

    private static readonly RuleTable Constraint = new()
    {
        { "maxSkew", skew => Must.BePositive(NotPositive)(skew.OrElse(0)) },
        { "topologyKey", Must.BeSet("can not be empty"), Must.Be(Labels.KeyErrors) },
        { "whenUnsatisfiable", BeKnown },
        { "minDomains", Must.BePositive(NotPositive), BeStrict },
        { "nodeAffinityPolicy", Must.BeOneOf("Ignore", "Honor") },
        { "nodeTaintsPolicy", Must.BeOneOf("Ignore", "Honor") },
        {
            "matchLabelKeys",
            Must.NotBeSetWhere(
                keys => !keys.IsEmpty && !keys.Parent["labelSelector"].Exists, "must not be specified when labelSelector is not set")
        },
        { "matchLabelKeys[]", Must.Be(Labels.KeyErrors) },
        { "labelSelector", LabelSelectors.BeValid },
    };

    /// <summary>All constraints, none of them twice.</summary>
    public static void BeValid(Field constraints)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var constraint in constraints.Items)
        {
            Constraint.Check(constraint);
            var pair = (constraint["topologyKey"].Text, constraint["whenUnsatisfiable"].Text);
            if (!seen.Add(pair))
                constraint["{topologyKey, whenUnsatisfiable}"].Duplicate($"{{{pair.Item1}, {pair.Item2}}}");
        }
    }

    private static void BeKnown(Field action)
    {
        if (action.Text is not (Strict or "ScheduleAnyway"))
            action.OrElse("").NotSupported([Strict, "ScheduleAnyway"]);
    }

    private static void BeStrict(Field domains)
    {
        if (domains.Exists && domains.Parent["whenUnsatisfiable"].Text is var action and not Strict)
            domains.Invalid($"can only use minDomains if whenUnsatisfiable={Strict}, not {action}");
    }
}
