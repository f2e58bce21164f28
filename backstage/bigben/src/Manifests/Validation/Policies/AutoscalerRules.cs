using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Policies;

/// <summary>HorizontalPodAutoscalers.</summary>
internal static class AutoscalerRules
{
    private const long MaxWindowSeconds = 3600;
    private const long MaxPeriodSeconds = 1800;

    private static readonly Rule BeTargetType = Must.NotBe(
        type => type.Text is not ("Utilization" or "Value" or "AverageValue"), "must be either Utilization, Value, or AverageValue");

    private static readonly RuleTable Target = new()
    {
        { "type", Must.BeSet("must specify a metric target type"), BeTargetType },
        { "value", BePositive },
        { "averageValue", BePositive },
        { "averageUtilization", Must.BePositive("must be greater than 0") },
    };

    private static readonly RuleTable Resource = new()
    {
        { "name", Must.BeSet("must specify a resource name") },
        { "target", Target.Check },
        { "target", HaveOneAim },
    };

    private static readonly RuleTable ContainerResource = new()
    {
        { "container", Must.BeSet("must specify a container") },
        { "", Resource.Check },
    };

    private static readonly RuleTable Named = new()
    {
        { "metric.name", Must.BeSet("must specify a metric name") },
        { "target", Target.Check },
    };

    private static readonly RuleTable Policy = new()
    {
        { "type", Must.BeOneOf("Pods", "Percent") },
        { "value", field => Must.BePositive("must be greater than zero")(field.OrElse(0)) },
        { "periodSeconds", field => Must.BePositive("must be greater than zero")(field.OrElse(0)), Must.BeAtMost(MaxPeriodSeconds) },
    };

    private static readonly RuleTable Rules = new()
    {
        { "stabilizationWindowSeconds", Must.BeAtLeast(0), Must.BeAtMost(MaxWindowSeconds) },
        { "selectPolicy", Must.BeOneOf("Max", "Min", "Disabled") },
        { "policies[]", Policy.Check },
    };

    // The sources of metrics by type.
    private static readonly Dictionary<string, (string Field, Rule Rule)> Sources = new()
    {
        ["ContainerResource"] = ("containerResource", ContainerResource.Check),
        ["External"] = ("external", Named.Check),
        ["Object"] = ("object", Named.Check),
        ["Pods"] = ("pods", Named.Check),
        ["Resource"] = ("resource", Resource.Check),
    };

    /// <summary>A HorizontalPodAutoscaler of <c>autoscaling/v2</c>.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec.minReplicas", Must.BeAtLeast(1) },
        { "spec.maxReplicas", BeGiven },
        { "spec.maxReplicas", NotBeBelowLeast },
        { "spec.scaleTargetRef.kind", Must.BeSet(), Must.Be(Names.PathSegmentErrors) },
        { "spec.scaleTargetRef.name", Must.BeSet(), Must.Be(Names.PathSegmentErrors) },
        { "spec.metrics[]", BeMetric },
        { "spec.metrics", WakeUp },
        { "spec.behavior.scaleUp", Rules.CheckIfSet },
        { "spec.behavior.scaleDown", Rules.CheckIfSet },
    };

    private static void BeGiven(Field most)
    {
        if (most.Number is null or 0)
            most.Required("must be set and greater than 0");
        else
            Must.BePositive("must be greater than 0")(most);
    }

    private static void NotBeBelowLeast(Field most)
    {
        if ((most.Number ?? 0) < (most.Parent["minReplicas"].Number ?? 1))
            most.OrElse(0).Invalid("must be greater than or equal to `minReplicas`");
    }

    private static void BeMetric(Field metric)
    {
        var type = metric["type"];
        if (type.IsEmpty)
            type.Required("must specify a metric source type");
        else if (!Sources.TryGetValue(type.Text, out var source))
            type.NotSupported(Sources.Keys);
        else if (!metric[source.Field].Exists)
            metric[source.Field].Required("must populate information for the given metric source");
        else
            source.Rule(metric[source.Field]);
        foreach (var (name, (other, _)) in Sources)
        {
            if (name != type.Text && Sources.ContainsKey(type.Text) && metric[other].Exists)
                metric[other].Forbidden("must populate the given metric source only");
        }
    }

    private static void WakeUp(Field metrics)
    {
        if (metrics.Parent["minReplicas"].Number == 0 && !metrics.Items.Any(metric => metric["type"].Text is "Object" or "External"))
            metrics.Forbidden("must specify at least one Object or External metric to support scaling to zero replicas");
    }

    private static void BePositive(Field amount)
    {
        if (amount.Quantity is { Sign: <= 0 } quantity)
            amount.Invalid(quantity.ToString(), "must be positive");
    }

    private static void HaveOneAim(Field target)
    {
        var (utilization, value) = (target["averageUtilization"], target["averageValue"]);
        if (!utilization.Exists && !value.Exists)
            utilization.Required("must set either a target raw value or a target utilization");
        else if (utilization.Exists && value.Exists)
            value.Forbidden("may not set both a target raw value and a target utilization");
    }
}
