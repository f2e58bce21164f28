using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry.Strategies;

/// <summary>What an object's spec is by default, where clients rely on its being there: kubectl reads it without looking.</summary>
internal static class SpecDefaults
{
    /// <summary>Completes an object that is made or written whole, in place.</summary>
    public static void Settle(ApiResource resource, JsonObject value)
    {
        if (value["spec"] is not JsonObject spec)
            return;
        switch (resource.GroupResource)
        {
            case "deployments.apps" or "replicasets.apps" or "statefulsets.apps":
                // As if it had been sent: it can be asked for any type of number.
                spec["replicas"] ??= JsonNode.Parse("1");
                break;
            case "pods":
                // kubectl debug ends with a stack trace of its own without it.
                spec["securityContext"] ??= new JsonObject();
                break;
            case "services":
                spec["type"] ??= "ClusterIP";
                foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
                    Settle(port);
                break;
        }
    }

    private static void Settle(JsonObject port)
    {
        if (IsUnset(port["protocol"]))
            port["protocol"] = "TCP";
        if (IsUnset(port["targetPort"]) && port["port"] is { } number)
            port["targetPort"] = number.DeepClone();
    }

    // Kubernetes reads none, an empty text and 0 as the same.
    private static bool IsUnset(JsonNode? value) => value is null || value.ToJsonString() is "\"\"" or "0";
}
