using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Comparison;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Sync;

/// <summary>Applies objects as <c>kubectl apply</c> and <c>kubectl replace</c> do, and deletes them.</summary>
/// <param name="store">Where they go.</param>
internal sealed class Applier(IObjectStore store)
{
    /// <summary>Makes the object, or changes what git asks for and nothing else.</summary>
    /// <returns>What was done, as <c>kubectl</c> says it: <c>deployment.apps/service-a configured</c>.</returns>
    /// <exception cref="StatusException">The API refuses it.</exception>
    public string Apply(ApiResource resource, TargetObject target, ApplyOptions options)
    {
        var key = target.Key;
        if (store.Find(resource, key.Namespace, key.Name) is not { } before)
        {
            Create(resource, target, options);
            return Done(resource, key, "created", options);
        }

        if (options.Replace)
        {
            Replace(resource, target, options);
            return Done(resource, key, "replaced", options);
        }

        try
        {
            var after = store.Update(resource, key.Namespace, key.Name, current => Merged(target, current), options.Write);
            var what = after.Text("resourceVersion") == before.Text("resourceVersion") ? "unchanged" : "configured";
            return Done(resource, key, what, options);
        }
        catch (StatusException e) when (options.Force && e.Reason is StatusReason.Invalid or StatusReason.Conflict)
        {
            Recreate(resource, target, options);
            return Done(resource, key, "configured", options);
        }
    }

    /// <summary>Deletes the object and what it owns; one that is gone already is not a failure.</summary>
    /// <exception cref="StatusException">The API refuses it.</exception>
    public void Delete(ApiResource resource, ObjectKey key, string propagationPolicy)
    {
        try
        {
            store.Delete(resource, key.Namespace, key.Name, new DeleteOptions(PropagationPolicy: propagationPolicy));
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            // That is what was wanted.
        }
    }

    /// <summary>Lets a hook go whose end was seen, or is awaited no longer; one that is gone already is not a failure.</summary>
    public void Release(ApiResource resource, ObjectKey key)
    {
        try
        {
            store.Update(resource, key.Namespace, key.Name, value =>
            {
                ObjectMeta.RemoveFinalizer(value, Hooks.HeldBy);
                return value;
            });
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            // That is what was wanted.
        }
    }

    private static string Done(ApiResource resource, ObjectKey key, string what, ApplyOptions options) =>
        $"{resource.GroupKind.ToLowerInvariant()}/{key.Name} {what}{(options.DryRun ? " (dry run)" : "")}";

    private static JsonObject Merged(TargetObject target, JsonObject current)
    {
        var merged = ResourceComparison.Applied(target, JsonSerializer.SerializeToElement<JsonNode>(current));
        LastApplied.Record(merged, target.Body);
        return merged;
    }

    private void Create(ApiResource resource, TargetObject target, ApplyOptions options)
    {
        var value = target.Body.DeepClone().AsObject();

        // What is replaced as a whole needs no memory of what was asked for before.
        if (!options.Replace)
            LastApplied.Record(value, target.Body);
        store.Create(resource, target.Key.Namespace, value, options.Write);
    }

    private void Replace(ApiResource resource, TargetObject target, ApplyOptions options)
    {
        // A namespace takes everything along that is in it.
        if (options.Force && target.Key.Kind != "Namespace")
        {
            Recreate(resource, target, options);
            return;
        }

        store.Update(
            resource,
            target.Key.Namespace,
            target.Key.Name,
            current =>
            {
                var value = target.Body.DeepClone().AsObject();
                ObjectMeta.Of(value)["resourceVersion"] = ObjectMeta.Text(current, "resourceVersion");
                return value;
            },
            options.Write);
    }

    private void Recreate(ApiResource resource, TargetObject target, ApplyOptions options)
    {
        RequireThatItCanBeMade(resource, target, options);
        if (options.DryRun)
            return;
        Delete(resource, target.Key, "Background");
        Create(resource, target, options);
    }

    // What is deleted and cannot be made then would be gone, and what runs with it.
    private void RequireThatItCanBeMade(ApiResource resource, TargetObject target, ApplyOptions options)
    {
        try
        {
            Create(resource, target, options with { DryRun = true });
        }
        catch (StatusException e) when (e.Reason == StatusReason.AlreadyExists)
        {
            // Nothing else is wrong with it.
        }
    }
}
