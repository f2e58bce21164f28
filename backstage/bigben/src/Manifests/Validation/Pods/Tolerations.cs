using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>The taints of nodes that a pod tolerates.</summary>
internal static class Tolerations
{
    private static readonly RuleTable Table = new()
    {
        { "key", Must.Be(Labels.KeyErrors) },
        { "operator", BeExistsWithoutKey },
        { "effect", BeNoExecuteWithSeconds },
        { "operator", BeWithItsValue },
        { "effect", Must.BeOneOf("NoSchedule", "PreferNoSchedule", "NoExecute") },
    };

    /// <summary>One of them.</summary>
    public static void BeValid(Field toleration) => Table.Check(toleration);

    private static void BeExistsWithoutKey(Field comparison)
    {
        if (comparison.Parent["key"].IsEmpty && comparison.Text != "Exists")
        {
            comparison.Invalid(
                comparison.Text, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
    }

    private static void BeNoExecuteWithSeconds(Field effect)
    {
        if (effect.Parent["tolerationSeconds"].Exists && effect.Text != "NoExecute")
            effect.Invalid(effect.Text, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }

    private static void BeWithItsValue(Field comparison)
    {
        var value = comparison.Parent["value"].Text;
        switch (comparison.Text)
        {
            case "" or "Equal":
                if (Labels.ValueErrors(value).ToList() is { Count: > 0 } errors)
                    comparison.Invalid(value, string.Join(';', errors));
                break;
            case "Exists":
                if (value.Length > 0)
                    comparison.Invalid(value, "value must be empty when `operator` is 'Exists'");
                break;
            default:
                comparison.NotSupported(["Equal", "Exists"]);
                break;
        }
    }
}
