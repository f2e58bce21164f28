using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>Objects of operators, by which a Secret comes into a cluster without being in git.</summary>
internal static class SecretMaker
{
    // Where those that are widely used say the name; it is the object's own where they do not.
    private static readonly Dictionary<(string Group, string Kind), string[]> Names = new()
    {
        [("external-secrets.io", "ExternalSecret")] = ["spec", "target", "name"],
        [("cert-manager.io", "Certificate")] = ["spec", "secretName"],
        [("bitnami.com", "SealedSecret")] = ["spec", "template", "metadata", "name"],
        [("secrets.hashicorp.com", "VaultStaticSecret")] = ["spec", "destination", "name"],
    };

    /// <summary>Whether a Secret is one that the operator of an object makes from it.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="secret">The Secret's name; its namespace is the object's.</param>
    public static bool Makes(Manifest manifest, string secret)
    {
        if (CloudNativePg.IsCluster(manifest))
            return CloudNativePg.Makes(manifest, secret);
        var (group, kind, _, name) = manifest.Key;
        if (Names.TryGetValue((group, kind), out var path))
            return secret == ($"{SecretNeed.At(manifest.Body, path)}" is { Length: > 0 } target ? target : name);
        // Of an operator that is not known here: one object is seldom named for nothing like a Secret.
        return group.Contains('.') && !KnownKinds.All.Contains((group, kind))
            && (secret == name || Mentions(manifest.Body["spec"], secret));
    }

    private static bool Mentions(JsonNode? node, string secret) => node switch
    {
        JsonObject map => map.Any(field => Mentions(field.Value, secret)),
        JsonArray list => list.Any(item => Mentions(item, secret)),
        _ => $"{node}" == secret,
    };
}
