using BigBen.ApiServer.Registry;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>An Application's <c>status.conditions</c>: what stands in the way.</summary>
internal sealed class ConditionList
{
    public const string ComparisonError = "ComparisonError";
    public const string InvalidSpecError = "InvalidSpecError";
    public const string OrphanedResourceWarning = "OrphanedResourceWarning";
    public const string SharedResourceWarning = "SharedResourceWarning";
    public const string SyncError = "SyncError";

    private readonly List<(string Type, string Message)> _conditions = [];

    /// <summary>Adds a condition; none where there is nothing to say.</summary>
    public ConditionList Add(string type, string? message)
    {
        if (message is not null)
            _conditions.Add((type, message));
        return this;
    }

    /// <summary>Adds what the Application asks for and the local platform does not do.</summary>
    public ConditionList AddNotEnforced(IReadOnlyList<string> what) =>
        Add("bigben.localhost/NotEnforced", what.Count == 0 ? null : string.Join("; ", what));

    /// <summary>Writes the conditions into a status; one that was there keeps its time.</summary>
    public void Write(JsonObject status, DateTimeOffset now)
    {
        var before = status["conditions"] as JsonArray ?? [];
        status.Remove("conditions");
        if (_conditions.Count == 0)
            return;
        status["conditions"] = new JsonArray(
        [
            .. _conditions.Select(condition => new JsonObject
            {
                ["lastTransitionTime"] = Same(before, condition)?["lastTransitionTime"]?.DeepClone() ?? ObjectMeta.Time(now),
                ["message"] = condition.Message,
                ["type"] = condition.Type,
            }),
        ]);
    }

    private static JsonNode? Same(JsonArray before, (string Type, string Message) condition) => before.FirstOrDefault(old =>
        old?["type"]?.ToString() == condition.Type && old["message"]?.ToString() == condition.Message);
}
