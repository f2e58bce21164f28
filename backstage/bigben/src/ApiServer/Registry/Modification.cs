using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Registry.Strategies;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Registry;

/// <summary>What becomes of an object that is written again.</summary>
internal static class Modification
{
    /// <summary>Checks that the new form is one of the same object, and puts together what may change with what may not.</summary>
    /// <param name="resource">The object's kind.</param>
    /// <param name="before">The object as it is.</param>
    /// <param name="value">The object as it was sent; what is kept of it is changed in place.</param>
    /// <param name="options">Which part is written, and how it is validated.</param>
    /// <returns>The object as it shall be; null when nothing holds it any more and it goes.</returns>
    /// <exception cref="StatusException">It is another object, an older form of this one, or not valid.</exception>
    public static JsonObject? Apply(ApiResource resource, JsonElement before, JsonObject value, WriteOptions options)
    {
        var subresource = options.Subresource;
        var name = before.Text("name");
        Identity.Check(resource, before.Text("namespace"), value);
        CheckPreconditions(resource, before, value, name);
        var old = JsonObject.Create(before)!;
        var managers = FieldManager.Take(value);
        if (options.Validation is { } validation)
            ObjectValidation.CheckFields(resource, value, validation, old, options.Warn);
        if (resource.GroupResource == "secrets")
            SecretStrategy.Settle(value);
        if (resource.GroupResource == "services" && subresource.Length == 0)
            ServiceAddress.Keep(value, old);
        if (options.Validation is not null && subresource.Length == 0)
            ObjectValidation.CheckValues(resource, value, old);
        var after = subresource switch
        {
            "status" => Part(old, value, "status"),
            "finalize" => Part(old, value, "spec"),
            "binding" => value,
            _ => Whole(resource, old, value),
        };
        ObjectMeta.Restore(after, old);
        // A pod that gets its node, and the condition that says so, is wanted as before.
        if (subresource != "binding")
            Generation.Advance(resource, after, old);
        FieldManager.Settle(resource, old, after, managers, options.Manager);
        return ObjectMeta.IsTerminating(after) && Termination.IsOver(resource, after) ? null : after;
    }

    private static void CheckPreconditions(ApiResource resource, JsonElement before, JsonObject value, string name)
    {
        var given = ObjectMeta.Text(value, "name");
        if (given.Length > 0 && given != name)
            throw Failures.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        ObjectMeta.Of(value)["name"] = name;
        var version = ObjectMeta.Text(value, "resourceVersion");
        if (version.Length == 0 && resource.IsCustom)
        {
            throw Failures.Invalid(
                resource, name, [FieldError.Invalid("metadata.resourceVersion", 0, "must be specified for an update")]);
        }

        if (version.Length > 0 && version != before.Text("resourceVersion"))
            throw Failures.Modified(resource, name);
        var uid = ObjectMeta.Text(value, "uid");
        if (uid.Length > 0 && uid != before.Text("uid"))
        {
            throw Failures.Conflict(
                resource,
                name,
                $"StorageError: invalid object, Code: 4, Key: /registry/{resource.Plural}/{before.Text("namespace")}/{name}, "
                + "ResourceVersion: 0, "
                + $"AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Text("uid")}");
        }
    }

    private static JsonObject Part(JsonObject old, JsonObject value, string field)
    {
        var after = old.DeepClone().AsObject();
        after.Remove(field);
        if (value[field] is { } part)
            after[field] = part.DeepClone();
        return after;
    }

    private static JsonObject Whole(ApiResource resource, JsonObject old, JsonObject value)
    {
        if (resource.HasStatus)
        {
            value.Remove("status");
            if (old["status"] is { } status)
                value["status"] = status.DeepClone();
        }

        if (resource.GroupResource == "namespaces" && old["spec"] is { } spec)
            value["spec"] = spec.DeepClone();
        SpecDefaults.Settle(resource, value);
        return value;
    }
}
