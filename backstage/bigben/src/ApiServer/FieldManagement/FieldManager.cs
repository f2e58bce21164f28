using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.FieldManagement;

/// <summary>
/// Who writes an object over HTTP, and what becomes of its <c>metadata.managedFields</c> by that. What the platform's own rooms write in
/// this process is not tracked, and costs nothing: an object that they made has no managers until somebody applies it, and what was there
/// then belongs to <c>before-first-apply</c>, as in Kubernetes that of an object which is older than server-side apply. A field that they
/// change stays with its owner.
/// </summary>
/// <param name="Name">The manager's name: the query's <c>fieldManager</c>, or the client's.</param>
/// <param name="Operation"><see cref="ManagerIdentifier.Apply"/> or <see cref="ManagerIdentifier.Update"/>.</param>
/// <param name="Subresource">The part that it writes; empty for the object itself.</param>
/// <param name="Time">When, as metadata have it.</param>
internal sealed record FieldManager(string Name, string Operation, string Subresource, string Time)
{
    private const string Entries = "managedFields";

    // What only the server writes, and what names the object: nobody's.
    private static readonly FieldSet Unowned = FieldSet.Parse(JsonNode.Parse("""
        {
          "f:apiVersion": {}, "f:kind": {},
          "f:metadata": {
            ".": {}, "f:name": {}, "f:namespace": {}, "f:creationTimestamp": {}, "f:selfLink": {}, "f:uid": {}, "f:generation": {},
            "f:managedFields": {}, "f:resourceVersion": {}
          }
        }
        """))!;

    /// <summary>Whether it applies.</summary>
    public bool IsApplier => Operation == ManagerIdentifier.Apply;

    /// <summary>Takes the entries out of an object.</summary>
    public static JsonNode? Take(JsonObject value)
    {
        ObjectMeta.Of(value).Remove(Entries, out var entries);
        return entries;
    }

    /// <summary>Puts entries into an object that has none.</summary>
    public static void Put(JsonObject value, ManagedFields fields)
    {
        if (!fields.IsEmpty)
            ObjectMeta.Of(value)[Entries] = fields.ToJson();
    }

    /// <summary>Those of some fields that anybody can own.</summary>
    public static FieldSet Ownable(FieldSet fields) => fields.Difference(Unowned);

    /// <summary>Settles the entries of an object that is about to be written, in place.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="before">The object as it was; empty for a new one.</param>
    /// <param name="after">The object as it shall be.</param>
    /// <param name="sent">The entries as the writer sent them; null for none.</param>
    /// <param name="manager">Who writes; null for a room of the platform.</param>
    public static void Settle(ApiResource resource, JsonObject before, JsonObject after, JsonNode? sent, FieldManager? manager)
    {
        Take(after);
        switch (manager)
        {
            case null:
                if (before["metadata"]?[Entries] is { } kept)
                    ObjectMeta.Of(after)[Entries] = kept.DeepClone();
                break;
            // The entries are what was made of it.
            case { IsApplier: true }:
                if (sent is not null)
                    ObjectMeta.Of(after)[Entries] = sent.DeepClone();
                break;
            default:
                Put(after, manager.Updated(resource, before, after, sent));
                break;
        }
    }

    /// <summary>What tells its entry for a kind of object.</summary>
    public ManagerIdentifier IdentifierOf(ApiResource resource) => new(Name, Operation, resource.ApiVersion, Subresource);

    private ManagedFields Updated(ApiResource resource, JsonObject before, JsonObject after, JsonNode? sent)
    {
        var fields = Current(before, Subresource.Length == 0 ? sent : null);
        if (fields.IsEmpty && before.Count > 0)
            return fields;
        var self = IdentifierOf(resource);
        var comparison = FieldComparison.Of(before, after, MergeType.Of(resource));
        var changed = Ownable(comparison.Changed);
        fields.TakeFromOthers(self, changed.Union(comparison.Removed));
        var time = changed.IsEmpty ? fields.TimeOf(self) : Time;
        fields.Set(self, fields.Of(self).Union(changed).Difference(comparison.Removed), time);
        fields.Cap();
        return fields;
    }

    // Who sends entries may change them; an empty list, or one empty entry, gives up all ownership.
    private static ManagedFields Current(JsonObject before, JsonNode? sent)
    {
        if (sent is JsonArray { Count: 0 } or JsonArray { Count: 1 } and [JsonObject { Count: 0 }])
            return new ManagedFields();
        var fields = ManagedFields.Parse(sent);
        return fields.IsEmpty ? ManagedFields.Parse(before["metadata"]?[Entries]) : fields;
    }
}
