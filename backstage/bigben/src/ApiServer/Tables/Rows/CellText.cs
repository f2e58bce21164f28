using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows;

/// <summary>What cells of many kinds say alike.</summary>
internal static class CellText
{
    public const string None = "<none>";
    public const string Unset = "<unset>";
    public const string Unknown = "<unknown>";

    /// <summary>A text, or what stands for none.</summary>
    public static string Or(this string? text, string missing) => string.IsNullOrEmpty(text) ? missing : text;

    /// <summary>Labels as <c>key=value</c>, sorted.</summary>
    public static string Labels(JsonElement? labels)
    {
        if (labels is not { ValueKind: JsonValueKind.Object } map)
            return None;
        var sorted = map.EnumerateObject().OrderBy(label => label.Name, StringComparer.Ordinal);
        return string.Join(",", sorted.Select(label => $"{label.Name}={label.Value.GetString()}")).Or(None);
    }

    /// <summary>A <c>LabelSelector</c> in the syntax of the command line; empty where it selects everything.</summary>
    public static string Selector(JsonElement? selector)
    {
        if (selector is not { } value)
            return "";
        var labels = value.FieldsAt("matchLabels").Select(label => (Key: label.Name, Text: $"{label.Name}={label.Value.GetString()}"));
        var expressions = value.ItemsAt("matchExpressions")
            .Select(expression => (Key: expression.TextAt("key") ?? "", Text: Expression(expression)));
        return string.Join(",", labels.Concat(expressions).OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => part.Text));
    }

    /// <summary>At most so many of a list, and how many more there are.</summary>
    public static string Some(IReadOnlyList<string> all, int most, int count, string separator = ",") =>
        count > most
            ? $"{string.Join(separator, all.Take(most))} + {count - most} more..."
            : string.Join(separator, all);

    /// <summary>The names and the images of a pod template's containers.</summary>
    public static (string Names, string Images) Containers(JsonElement value, params ReadOnlySpan<string> path)
    {
        var containers = value.ItemsAt(path).ToList();
        return (Join(containers, "name"), Join(containers, "image"));
    }

    private static string Join(IEnumerable<JsonElement> containers, string field) =>
        string.Join(",", containers.Select(container => container.TextAt(field)));

    private static string Expression(JsonElement expression)
    {
        var key = expression.TextAt("key");
        var values = string.Join(",", expression.ItemsAt("values").Select(value => value.GetString()).Order(StringComparer.Ordinal));
        return expression.TextAt("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key ?? "",
        };
    }
}
