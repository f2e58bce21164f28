using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>An Application's <c>status.history</c>: its deployments, oldest first.</summary>
internal static class History
{
    /// <summary>Adds a deployment that has just succeeded, and forgets the oldest ones.</summary>
    /// <param name="status">The Application's status.</param>
    /// <param name="limit">How many are kept.</param>
    /// <param name="state">The sync that deployed it.</param>
    public static void Add(JsonObject status, int limit, OperationState state)
    {
        var history = status.ListOf("history");
        var entry = new JsonObject
        {
            ["deployStartedAt"] = ObjectMeta.Time(state.StartedAt),
            ["deployedAt"] = ObjectMeta.Time(state.FinishedAt!.Value),
            ["id"] = history.Count == 0 ? 0 : history[^1]!["id"]!.GetValue<long>() + 1,
            ["initiatedBy"] = state.Operation.At("initiatedBy") is { } initiator ? JsonObject.Create(initiator) : new JsonObject(),
            ["revision"] = state.Revision,
            ["source"] = JsonObject.Create(state.Source!.Value),
        };
        history.Add((JsonNode)entry);
        while (history.Count > limit)
            history.RemoveAt(0);
    }
}
