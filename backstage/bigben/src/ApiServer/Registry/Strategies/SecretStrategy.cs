using System.Text;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry.Strategies;

/// <summary>How the server keeps a Secret, whichever way it was written.</summary>
internal static class SecretStrategy
{
    /// <summary>
    /// Turns <c>stringData</c> into <c>data</c>, whose entries of the same name it replaces, and gives a Secret without a type Kubernetes'
    /// default one, in place.
    /// </summary>
    public static void Settle(JsonObject secret)
    {
        Encode(secret);
        secret["type"] ??= "Opaque";
    }

    /// <summary>
    /// Turns <c>stringData</c> into <c>data</c>, in place: the API only takes it, it never tells it. What is not text is left alone.
    /// </summary>
    public static void Encode(JsonObject secret)
    {
        if (secret["stringData"] is not JsonObject texts || !texts.All(entry => IsText(entry.Value)))
            return;
        var data = secret.MapOf("data");
        foreach (var (key, text) in texts)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text?.GetValue<string>() ?? ""));
        secret.Remove("stringData");
    }

    private static bool IsText(JsonNode? value) => value is null || value.GetValueKind() == JsonValueKind.String;
}
