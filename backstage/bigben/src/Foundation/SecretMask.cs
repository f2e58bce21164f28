namespace BigBen.Foundation;

/// <summary>An object as it may be shown: the values of a Secret are masked, as Argo CD masks them.</summary>
internal static class SecretMask
{
    // Argo CD's; clients that expect Base64 can read it.
    private const string Mask = "++++++++";

    /// <summary>The object, where it is a Secret with a mask instead of each value; a copy of it. The names of the values stay.</summary>
    public static JsonObject Of(JsonObject live)
    {
        var body = (JsonObject)live.DeepClone();
        if ($"{body["kind"]}" != "Secret")
            return body;
        Cover(body["data"], _ => true);
        Cover(body["stringData"], _ => true);
        // kubectl's last applied configuration, and what other tools have like it: copies of the object, values included.
        Cover(body["metadata"]?["annotations"], value => value.TrimStart().StartsWith('{'));
        return body;
    }

    /// <summary>The same as YAML.</summary>
    public static string Yaml(JsonObject live) => YamlWriter.Write(Of(live));

    private static void Cover(JsonNode? values, Func<string, bool> isValue)
    {
        foreach (var (name, value) in (values as JsonObject ?? []).ToList())
        {
            if (isValue($"{value}"))
                values![name] = Mask;
        }
    }
}
