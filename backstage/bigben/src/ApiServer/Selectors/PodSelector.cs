using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Selectors;

/// <summary>A <c>LabelSelector</c> as it stands in a spec.</summary>
internal sealed class PodSelector
{
    // No value is among none.
    private static readonly PodSelector Nothing = new([new LabelRequirement("", LabelOperator.In, [])]);

    private readonly List<LabelRequirement> _requirements;

    private PodSelector(List<LabelRequirement> requirements) => _requirements = requirements;

    /// <summary>Whether it asks for nothing, and so selects everything.</summary>
    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Reads <c>matchLabels</c> and <c>matchExpressions</c>.</summary>
    /// <exception cref="FormatException">An operator is none of Kubernetes'.</exception>
    public static PodSelector Of(JsonElement? selector) => new(selector is { } found
        ? [.. Labels(found, "matchLabels"), .. found.ItemsAt("matchExpressions").Select(Expression)]
        : []);

    /// <summary>Reads a PodDisruptionBudget's selector: one that is not there selects nothing, an empty one every pod.</summary>
    public static PodSelector OfBudget(JsonElement budget) => budget.At("spec", "selector") is { } selector ? Of(selector) : Nothing;

    /// <summary>Reads a Service's selector, which is of labels alone.</summary>
    public static PodSelector OfService(JsonElement service) => new([.. Labels(service, "spec", "selector")]);

    /// <summary>Whether an object's labels are as asked for.</summary>
    public bool Matches(JsonElement value) => _requirements.TrueForAll(requirement => requirement.Matches(value));

    private static IEnumerable<LabelRequirement> Labels(JsonElement value, params ReadOnlySpan<string> path) =>
        [.. value.FieldsAt(path).Select(label => new LabelRequirement(label.Name, LabelOperator.In, [label.Value.GetString() ?? ""]))];

    private static LabelRequirement Expression(JsonElement expression) => new(
        expression.TextAt("key") ?? "",
        expression.TextAt("operator") switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "Exists" => LabelOperator.Exists,
            "DoesNotExist" => LabelOperator.DoesNotExist,
            var other => throw new FormatException($"\"{other}\" is not a valid label selector operator"),
        },
        [.. expression.ItemsAt("values").Select(value => value.GetString() ?? "")]);
}
