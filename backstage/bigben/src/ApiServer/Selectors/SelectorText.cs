namespace BigBen.ApiServer.Selectors;

/// <summary>An object's <c>selector</c> in the form of a query, as a <c>Scale</c> tells it.</summary>
internal static class SelectorText
{
    /// <summary>The text of a selector: <c>app=a,tier in (x,y)</c>.</summary>
    public static string Of(JsonObject selector)
    {
        var labels = (selector["matchLabels"] as JsonObject ?? []).Select(label => (label.Key, Text: $"{label.Key}={label.Value}"));
        var expressions = (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>().Select(Expression);
        return string.Join(',', labels.Concat(expressions).OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => part.Text));
    }

    private static (string Key, string Text) Expression(JsonObject expression)
    {
        var key = expression["key"]!.GetValue<string>();
        var values = (expression["values"] as JsonArray ?? []).Select(value => value!.GetValue<string>()).Order(StringComparer.Ordinal);
        var list = string.Join(',', values);
        return (key, expression["operator"]!.GetValue<string>() switch
        {
            "In" => $"{key} in ({list})",
            "NotIn" => $"{key} notin ({list})",
            "DoesNotExist" => $"!{key}",
            _ => key,
        });
    }
}
