using System.Text;
using BigBen.Secrets.Age;
using BigBen.Secrets.Sops;

namespace BigBen.Secrets;

/// <summary>The Kubernetes Secret of a service in an environment, encrypted beside its values.</summary>
internal static class ServiceSecrets
{
    /// <summary>The file's name, beside <c>values.yaml</c>.</summary>
    public const string FileName = "secrets.yaml";

    private static readonly string[] Parts = ["data", "stringData"];

    /// <summary>The file of a service in an environment, from the clone's root.</summary>
    public static string PathOf(string service, string environment) => $"app/{service}/deploy-config/{environment}/{FileName}";

    /// <summary>The Secret's name: what <c>secretEnv</c>, <c>envFrom</c> and <c>volumes</c> of the chart refer to.</summary>
    public static string NameOf(string service) => $"{service}-secrets";

    /// <summary>A Secret without values.</summary>
    public static JsonObject Empty(string service) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject { ["name"] = NameOf(service) },
        ["type"] = "Opaque",
        ["stringData"] = new JsonObject(),
    };

    /// <summary>The name that a file gives to its Secret, and the names of its keys, in order; no key is needed.</summary>
    /// <exception cref="PlatformException">It is not encrypted.</exception>
    public static (string Name, IReadOnlyList<string> Keys) NameAndKeys(string yaml, string source)
    {
        var body = SopsFile.Encrypted(yaml, source);
        return ($"{body["metadata"]?["name"]}", [.. ValuesOf(body).Keys]);
    }

    /// <summary>A file's keys, in order, and their values as they are in it; no key is needed.</summary>
    /// <exception cref="PlatformException">It is not encrypted.</exception>
    public static SortedList<string, string> Encrypted(string yaml, string source) => ValuesOf(SopsFile.Encrypted(yaml, source));

    /// <summary>The keys of a Secret, in order, and their values as they are in it.</summary>
    public static SortedList<string, string> ValuesOf(JsonObject secret)
    {
        var values = new SortedList<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Parts.SelectMany(part => secret[part] as JsonObject ?? []))
            values[name] = $"{value}";
        return values;
    }

    /// <summary>The decrypted Secret as the API keeps it: every value under <c>data</c>.</summary>
    /// <exception cref="PlatformException">It cannot be decrypted, or is not a Secret; no message has a value in it.</exception>
    public static JsonObject Decrypt(string yaml, string source, IReadOnlyList<AgeIdentity> identities)
    {
        var body = SopsFile.Decrypt(yaml, source, identities);
        if ($"{body["kind"]}" != "Secret" || $"{body["apiVersion"]}" != "v1")
            throw new PlatformException($"{source} must be a Secret (apiVersion: v1, kind: Secret). Make it again with secret set.");
        var data = body["data"] as JsonObject ?? [];
        body.Remove("data");
        foreach (var (name, value) in body["stringData"] as JsonObject ?? [])
            data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{value}"));
        body.Remove("stringData");
        body["data"] = data.DeepClone();
        return body;
    }
}
