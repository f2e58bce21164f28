using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers;

/// <summary>The <c>conditions</c> of an object's status, as they are written.</summary>
internal static class Conditions
{
    /// <summary>The condition of a type; null where there is none.</summary>
    public static JsonObject? Find(JsonObject? status, string type) =>
        (status?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(condition => (string?)condition["type"] == type);

    /// <summary>
    /// Writes a condition, at the end of all, unless it has status, reason and message already. The time of its transition is kept while
    /// its status is the same.
    /// </summary>
    /// <returns>The condition; null when nothing was to be changed.</returns>
    public static JsonObject? Set(JsonObject status, string type, string value, string reason, string message, DateTimeOffset now)
    {
        var before = Find(status, type);
        if ((string?)before?["status"] == value && (string?)before?["reason"] == reason && (string?)before?["message"] == message)
            return null;
        var since = (string?)before?["status"] == value ? (string?)before?["lastTransitionTime"] : null;
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = value,
            ["lastTransitionTime"] = since ?? ObjectMeta.Time(now),
            ["reason"] = reason,
            ["message"] = message,
        };
        Remove(status, type);
        status.ListOf("conditions").Add((JsonNode)condition);
        return condition;
    }

    /// <summary>As <see cref="Set"/>, with the time of the look, which only the conditions of Jobs have.</summary>
    public static void SetProbed(JsonObject status, string type, string value, string reason, string message, DateTimeOffset now) =>
        Set(status, type, value, reason, message, now)?.Insert(2, "lastProbeTime", ObjectMeta.Time(now));

    /// <summary>Takes a condition away; says whether there was one.</summary>
    public static bool Remove(JsonObject status, string type)
    {
        if (Find(status, type) is not { } condition)
            return false;
        var conditions = status["conditions"]!.AsArray();
        conditions.Remove(condition);
        if (conditions.Count == 0)
            status.Remove("conditions");
        return true;
    }
}
