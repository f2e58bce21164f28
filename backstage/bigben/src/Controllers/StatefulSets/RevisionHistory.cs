using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.Deployments;

namespace BigBen.Controllers.StatefulSets;

/// <summary>
/// Keeps each template that a StatefulSet has had as a ControllerRevision, which is a patch that puts it back: what
/// <c>kubectl rollout undo</c> applies.
/// </summary>
/// <param name="store">Where they are.</param>
internal sealed class RevisionHistory(IObjectStore store)
{
    private const string HashLabel = "controller.kubernetes.io/hash";

    private readonly Claims _claims = new(store);

    /// <summary>The revisions of a StatefulSet; the one of its template is made, or becomes the newest again.</summary>
    public SetRevisions Of(StatefulSet set)
    {
        var all = _claims.Claim(Kinds.StatefulSets, set.Value, Kinds.ControllerRevisions).OrderBy(Number).ToList();
        var next = all.Select(Number).LastOrDefault() + 1;
        var collisions = set.Value.NumberAt("status", "collisionCount") ?? 0;
        var at = all.FindLastIndex(revision => IsOf(revision, set));
        if (at < 0)
            all.Add(Create(set, next, ref collisions));
        else if (at < all.Count - 1)
            Renew(all, at, next);
        var update = all[^1];
        var name = set.Value.TextAt("status", "currentRevision");
        var current = all.Find(revision => revision.NameOf() == name);
        return new SetRevisions(current.ValueKind == JsonValueKind.Undefined ? update : current, update, all, collisions);
    }

    /// <summary>Deletes the oldest revisions that nothing has any more, beyond the history that is asked for.</summary>
    public void Forget(StatefulSet set, SetRevisions revisions, IEnumerable<JsonElement> pods)
    {
        var live = pods.Select(pod => pod.TextAt("metadata", "labels", StatefulSet.RevisionLabel))
            .Append(revisions.Current.NameOf()).Append(revisions.Update.NameOf()).ToHashSet();
        foreach (var revision in revisions.All.Where(revision => !live.Contains(revision.NameOf())).SkipLast(set.HistoryLimit))
            store.DeleteIfThere(Kinds.ControllerRevisions, revision);
    }

    private static long Number(JsonElement revision) => revision.NumberAt("revision") ?? 0;

    private static bool IsOf(JsonElement revision, StatefulSet set) => PodTemplate.AreSame(
        JsonNode.Parse(SetRevisions.TemplateOf(revision).GetRawText()), Replacement(set.Template));

    private static JsonObject Replacement(JsonElement template)
    {
        var patch = JsonNode.Parse(template.GetRawText())!.AsObject();
        patch["$patch"] = "replace";
        return patch;
    }

    private void Renew(List<JsonElement> all, int at, long number)
    {
        var renewed = store.Change(Kinds.ControllerRevisions, all[at], revision => revision["revision"] = number) ?? all[at];
        all.RemoveAt(at);
        all.Add(renewed);
    }

    private JsonElement Create(StatefulSet set, long number, ref long collisions)
    {
        while (true)
        {
            try
            {
                return store.Create(Kinds.ControllerRevisions, set.Namespace, New(set, number, collisions));
            }
            catch (StatusException e) when (e.Reason == StatusReason.AlreadyExists)
            {
                collisions++;
            }
        }
    }

    private static JsonObject New(StatefulSet set, long number, long collisions)
    {
        var hash = PodTemplate.HashOf(set.Template, collisions);
        var labels = set.Template.At("metadata", "labels") is { } found ? JsonNode.Parse(found.GetRawText())!.AsObject() : [];
        labels[HashLabel] = hash;
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{set.Name}-{hash}",
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(Kinds.StatefulSets, set.Value).ToJson()),
            },
            ["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = Replacement(set.Template) } },
            ["revision"] = number,
        };
    }
}
