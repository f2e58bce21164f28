using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Metadata;

/// <summary>Selectors of labels.</summary>
internal static class LabelSelectors
{
    private static readonly RuleTable Selector = new()
    {
        { "matchLabels", ObjectMetadata.BeLabels },
        { "matchExpressions[]", CheckExpression },
    };

    private static readonly RuleTable Expression = new()
    {
        { "key", Must.Be(Labels.KeyErrors) },
        { "values[]", field => field.Invalid(Labels.ValueErrors(field.Text)) },
    };

    /// <summary>A selector that need not be there.</summary>
    public static void BeValid(Field field) => Selector.CheckIfSet(field);

    /// <summary>A selector that must be there and select something.</summary>
    /// <param name="owner">The kind that it belongs to, as in its error: <c>deployment</c>.</param>
    public static Rule BeSetFor(string owner) => field =>
    {
        if (!field.Exists)
        {
            field.Required();
            return;
        }

        BeValid(field);
        if (field["matchLabels"].IsEmpty && field["matchExpressions"].IsEmpty)
            field.Invalid($"empty selector is invalid for {owner}");
    };

    /// <summary>The labels of a template beside its selector are among those selected.</summary>
    /// <param name="template">The template; its selector is beside it.</param>
    public static void BeSelected(Field template)
    {
        var selector = template.Parent["selector"];
        var labels = template["metadata"]["labels"];
        if (!selector.Exists || !Matches(selector, labels))
            labels.Invalid(CanonicalJson.Sorted(labels.Value), "`selector` does not match template `labels`");
    }

    private static bool Matches(Field selector, Field labels) =>
        selector["matchLabels"].Entries.All(wanted => labels[wanted.Key].Exists && labels[wanted.Key].Text == wanted.Value.Text)
        && selector["matchExpressions"].Items.All(expression => Matches(expression, labels[expression["key"].Text], "operator"));

    private static bool Matches(Field expression, Field label, string comparison) => expression[comparison].Text switch
    {
        "In" => label.Exists && expression["values"].Items.Any(value => value.Text == label.Text),
        "NotIn" => !label.Exists || expression["values"].Items.All(value => value.Text != label.Text),
        "Exists" => label.Exists,
        "DoesNotExist" => !label.Exists,
        _ => true,
    };

    private static void CheckExpression(Field expression)
    {
        var values = expression["values"];
        switch (expression["operator"].Text)
        {
            case "In" or "NotIn" when values.IsEmpty:
                values.Required("must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist" when !values.IsEmpty:
                values.Forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case not ("In" or "NotIn" or "Exists" or "DoesNotExist"):
                expression["operator"].OrElse("").Invalid("not a valid selector operator");
                break;
        }

        Expression.Check(expression);
    }
}
