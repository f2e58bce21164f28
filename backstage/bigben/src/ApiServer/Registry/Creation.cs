using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Registry.Strategies;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry;

/// <summary>What the server makes of an object that is new.</summary>
internal static class Creation
{
    /// <summary>Fills in what only the server knows, in place.</summary>
    /// <param name="resource">The object's kind.</param>
    /// <param name="ns">Its namespace; empty for a kind of the whole cluster.</param>
    /// <param name="value">The object.</param>
    /// <param name="now">The time of its creation.</param>
    /// <param name="options">How it is validated, and who makes it.</param>
    /// <exception cref="StatusException">It has no name, claims a version already, or is not valid.</exception>
    public static void Prepare(ApiResource resource, string ns, JsonObject value, DateTimeOffset now, WriteOptions options)
    {
        Identity.Check(resource, ns, value);
        if (options.Validation is { } how)
        {
            ObjectValidation.CheckFields(resource, value, how, warn: options.Warn);
            ObjectValidation.CheckValues(resource, value);
        }

        if (resource.GroupResource == "secrets")
            SecretStrategy.Settle(value);

        if (ObjectMeta.Text(value, "resourceVersion").Length > 0)
            throw Failures.BadRequest("resourceVersion should not be set on objects to be created");
        ObjectName.Settle(resource, value);
        ObjectMeta.Clear(value);
        var metadata = ObjectMeta.Of(value);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = ObjectMeta.Time(now);
        Generation.Start(resource, value);
        if (resource.HasStatus)
            value.Remove("status");
        FieldManager.Settle(resource, [], value, FieldManager.Take(value), options.Manager);
        Start(resource, value, metadata);
    }

    // What a few kinds begin with, before any controller has seen them.
    private static void Start(ApiResource resource, JsonObject value, JsonObject metadata)
    {
        SpecDefaults.Settle(resource, value);
        switch (resource.GroupResource)
        {
            case "pods":
                value["status"] = new JsonObject { ["phase"] = "Pending" };
                break;
            case "replicasets.apps":
                value["status"] = new JsonObject { ["replicas"] = 0 };
                break;
            case "statefulsets.apps":
                value["status"] = new JsonObject { ["replicas"] = 0, ["availableReplicas"] = 0 };
                break;
            case "persistentvolumeclaims":
                Protect(metadata, "kubernetes.io/pvc-protection");
                value["status"] = new JsonObject { ["phase"] = "Pending" };
                break;
            case "persistentvolumes":
                Protect(metadata, "kubernetes.io/pv-protection");
                value["status"] = new JsonObject { ["phase"] = "Pending" };
                break;
            case "jobs.batch":
                JobStrategy.StartJob(value);
                value["status"] = new JsonObject();
                break;
            case "cronjobs.batch":
                value["status"] = new JsonObject();
                break;
            case "services":
                value["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
                break;
            case "namespaces":
                if (value["spec"] is not JsonObject)
                    value["spec"] = new JsonObject();
                value["spec"]!["finalizers"] = new JsonArray("kubernetes");
                value["status"] = new JsonObject { ["phase"] = "Active" };
                metadata.MapOf("labels")["kubernetes.io/metadata.name"] = ObjectMeta.Text(value, "name");
                break;
        }
    }

    // What is in use goes only when it is not any more.
    private static void Protect(JsonObject metadata, string finalizer)
    {
        var finalizers = metadata.ListOf("finalizers");
        if (!finalizers.Any(held => (string?)held == finalizer))
            finalizers.Add((JsonNode)finalizer);
    }
}
