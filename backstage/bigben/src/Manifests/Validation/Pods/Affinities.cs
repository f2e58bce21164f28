using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>Which nodes and which neighbours a pod wants.</summary>
internal static class Affinities
{
    private const string Now = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    private static readonly RuleTable NodeTerm = new()
    {
        { "matchExpressions[]", CompareNode },
        { "matchExpressions[].key", field => field.Invalid(Labels.KeyErrors(field.Text)) },
    };

    private static readonly RuleTable PodTerm = new()
    {
        { "labelSelector", LabelSelectors.BeValid },
        { "namespaceSelector", LabelSelectors.BeValid },
        { "namespaces[]", Must.Be(Names.LabelErrors) },
        { "topologyKey", Must.BeSet("can not be empty"), Must.Be(Labels.KeyErrors) },
    };

    private static readonly RuleTable Pods = new()
    {
        { $"{Now}[]", PodTerm.Check },
        { $"{Preferred}[].weight", BeWeight },
        { $"{Preferred}[].podAffinityTerm", PodTerm.Check },
    };

    /// <summary>All of it.</summary>
    public static RuleTable Table { get; } = new()
    {
        {
            $"nodeAffinity.{Now}.nodeSelectorTerms",
            Must.BeSetWhere(terms => terms.Parent.Exists, "must have at least one node selector term")
        },
        { $"nodeAffinity.{Now}.nodeSelectorTerms[]", NodeTerm.Check },
        { $"nodeAffinity.{Preferred}[].weight", BeWeight },
        { $"nodeAffinity.{Preferred}[].preference", NodeTerm.Check },
        { "podAffinity", Pods.CheckIfSet },
        { "podAntiAffinity", Pods.CheckIfSet },
    };

    private static void BeWeight(Field weight)
    {
        if (weight.OrElse(0).Number is < 1 or > 100)
            weight.OrElse(0).Invalid("must be in the range 1-100");
    }

    private static void CompareNode(Field expression)
    {
        var values = expression["values"];
        switch (expression["operator"].Text)
        {
            case "In" or "NotIn":
                if (values.IsEmpty)
                    values.Required("must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (!values.IsEmpty)
                    values.Forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "Gt" or "Lt":
                if (values.Items.Count() != 1)
                    values.Required("must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            default:
                expression["operator"].OrElse("").Invalid("not a valid selector operator");
                break;
        }
    }
}
