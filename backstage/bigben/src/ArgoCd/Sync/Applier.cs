using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Comparison;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Sync;

/// <summary>Applies objects as <c>kubectl apply</c> does, and deletes them.</summary>
/// <param name="store">Where they go.</param>
internal sealed class Applier(IObjectStore store)
{
    /// <summary>Makes the object, or changes what git asks for and nothing else.</summary>
    /// <returns>What was done, as <c>kubectl</c> says it: <c>deployment.apps/service-a configured</c>.</returns>
    /// <exception cref="StatusException">The API refuses it.</exception>
    public string Apply(ApiResource resource, TargetObject target, bool dryRun)
    {
        var key = target.Key;
        var options = new WriteOptions(dryRun, Validation: FieldValidation.Strict);
        if (store.Find(resource, key.Namespace, key.Name) is not { } before)
        {
            var value = target.Body.DeepClone().AsObject();
            LastApplied.Record(value, target.Body);
            store.Create(resource, key.Namespace, value, options);
            return Done(resource, key, "created", dryRun);
        }

        var after = store.Update(
            resource,
            key.Namespace,
            key.Name,
            current =>
            {
                var merged = ResourceComparison.Applied(target, JsonSerializer.SerializeToElement<JsonNode>(current));
                LastApplied.Record(merged, target.Body);
                return merged;
            },
            options);
        return Done(resource, key, after.Text("resourceVersion") == before.Text("resourceVersion") ? "unchanged" : "configured", dryRun);
    }

    /// <summary>Deletes the object and what it owns; one that is gone already is no failure.</summary>
    /// <exception cref="StatusException">The API refuses it.</exception>
    public void Delete(ApiResource resource, ObjectKey key, string propagationPolicy = "Foreground")
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

    private static string Done(ApiResource resource, ObjectKey key, string what, bool dryRun) =>
        $"{resource.GroupKind.ToLowerInvariant()}/{key.Name} {what}{(dryRun ? " (dry run)" : "")}";
}
