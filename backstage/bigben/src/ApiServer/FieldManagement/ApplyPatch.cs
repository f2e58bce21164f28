using System.Text;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.ApiServer.FieldManagement;

/// <summary>
/// Server-side apply: what the manager names is set and its own, what it named before and names no longer goes, and what others own is a
/// conflict unless it is forced or already so.
/// </summary>
/// <param name="applied">What the manager names, less what its path does not write.</param>
/// <param name="resource">Whose object it is.</param>
/// <param name="manager">Who applies.</param>
/// <param name="force">Whether it takes what others own.</param>
internal sealed class ApplyPatch(JsonObject applied, ApiResource resource, FieldManager manager, bool force) : Patch
{
    public const string ContentType = "application/apply-patch+yaml";

    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>Reads what is applied: YAML, or JSON as kubectl sends it.</summary>
    /// <exception cref="StatusException">It is neither, or no object.</exception>
    public static JsonObject Read(byte[] body)
    {
        try
        {
            return Document(body) as JsonObject ?? throw Failures.BadRequest("error decoding YAML: it is not an object");
        }
        catch (Exception e) when (e is PlatformException or InvalidOperationException)
        {
            throw Failures.BadRequest($"error decoding YAML: {e.Message}");
        }
    }

    /// <summary>Applies it to an object, empty for a new one; the answer has the entries of all managers.</summary>
    /// <exception cref="StatusException">Another manager owns what it would change, or it does not fit the kind.</exception>
    public override JsonObject Apply(JsonObject value)
    {
        var type = MergeType.Of(resource);
        var fields = Owners(value, type);
        var self = manager.IdentifierOf(resource);
        var (before, named) = (fields.Of(self), FieldManager.Ownable(Named(type)));
        var time = fields.TimeOf(self);
        fields.Set(self, named, manager.Time);
        var merged = TypedMerge.Merge(value, Written(), type)!.AsObject();
        Pruning.Prune(merged, type, before, fields.Owned);
        var comparison = FieldComparison.Of(value, merged, type);
        Check(value, fields.Conflicts(self, comparison.Changed), type);
        fields.TakeFromOthers(self, comparison.Changed.Union(comparison.Removed));
        if (comparison.IsSame && named.IsSame(before))
            fields.Set(self, named, time);
        if (manager.Name == LastAppliedConfiguration.Manager)
            LastAppliedConfiguration.Sync(merged, applied);
        FieldManager.Put(merged, fields);
        return merged;
    }

    // What it says about fields that only the server writes changes nothing: kubectl sends a creationTimestamp of null.
    private JsonObject Written()
    {
        var written = applied.DeepClone().AsObject();
        if (written.ContainsKey("metadata"))
            ObjectMeta.ClearAllButPreconditions(written);
        return written;
    }

    private static JsonNode? Document(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: Strict);
        }
        catch (JsonException)
        {
            return YamlReader.Documents(Encoding.UTF8.GetString(body), "the body").Select(document => document.Body).SingleOrDefault();
        }
    }

    private ManagedFields Owners(JsonObject value, MergeType type)
    {
        var fields = ManagedFields.Parse(FieldManager.Take(value));
        if (fields.IsEmpty && ObjectMeta.Text(value, "uid").Length > 0)
        {
            var all = FieldManager.Ownable(FieldComparison.Of([], value, type).Changed);
            fields.Set(new ManagerIdentifier(BeforeFirstApply, ManagerIdentifier.Update, resource.ApiVersion, ""), all, manager.Time);
        }

        return fields;
    }

    private FieldSet Named(MergeType type)
    {
        try
        {
            var unknown = Validator.UnknownFields(resource.ApiVersion, resource.Kind, applied);
            return unknown.Count == 0 ? FieldWalk.Of(applied, type) : throw Untyped($".{unknown[0].Path}: field not declared in schema");
        }
        catch (Exception e) when (e is DecodingException or FormatException)
        {
            throw Untyped(e.Message);
        }

        StatusException Untyped(string why) => Failures.BadRequest(
            $"failed to create typed patch object ({ObjectMeta.Text(applied, "namespace")}/{ObjectMeta.Text(applied, "name")}; "
            + $"{resource.Group}/{resource.Version}, Kind={resource.Kind}): {why}");
    }

    private void Check(JsonObject live, IEnumerable<(ManagerIdentifier Manager, FieldSet Fields)> found, MergeType type)
    {
        if (force)
            return;
        var allowed = manager.Name == LastAppliedConfiguration.Manager ? LastAppliedConfiguration.Unchanged(live, type) : new FieldSet();
        var conflicts = found
            .SelectMany(conflict => conflict.Fields.Difference(allowed).Paths().Select(path => (conflict.Manager.ToString(), path)))
            .ToList();
        if (conflicts.Count > 0)
            throw Failures.ApplyConflict(conflicts);
    }
}
