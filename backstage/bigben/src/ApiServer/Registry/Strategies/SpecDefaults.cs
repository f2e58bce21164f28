using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.ApiServer.Registry.Strategies;

/// <summary>What an object's fields are by default, as a Kubernetes API server keeps them: clients read them without looking.</summary>
internal static class SpecDefaults
{
    /// <summary>Completes an object that is made or written whole, in place.</summary>
    public static void Settle(ApiResource resource, JsonObject value)
    {
        Defaults.Settle(value, resource.ApiVersion, resource.Kind);
        if (resource.GroupResource != "services" || value["spec"] is not JsonObject spec)
            return;
        if ((string?)spec["type"] != "ExternalName")
        {
            spec["ipFamilies"] ??= new JsonArray("IPv4");
            spec["ipFamilyPolicy"] ??= "SingleStack";
        }

        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            // Kubernetes reads none, an empty text and 0 as the same.
            if (port["targetPort"]?.ToJsonString() is null or "\"\"" or "0" && port["port"] is { } number)
                port["targetPort"] = number.DeepClone();
        }
    }
}
