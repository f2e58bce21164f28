using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry;

/// <summary>How an object ends: at once, or by a mark upon which the kubelet and the holders of finalizers act.</summary>
internal static class Termination
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";
    private const long DefaultGrace = 30;

    // 68 years: its end is a time that can be written.
    private const long LongestGrace = int.MaxValue;

    /// <summary>Marks an object as deleted, in place.</summary>
    /// <returns>Whether nothing holds it and it goes at once.</returns>
    public static bool Start(ApiResource resource, JsonObject value, DeleteOptions options, DateTimeOffset now)
    {
        Hold(value, options.PropagationPolicy);
        var grace = GraceOf(resource, value, options);
        var metadata = ObjectMeta.Of(value);
        if (!ObjectMeta.IsTerminating(value))
        {
            metadata["deletionTimestamp"] = ObjectMeta.Time(now.AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            Count(resource, value);
        }
        else if (grace < (metadata["deletionGracePeriodSeconds"]?.GetValue<long>() ?? 0))
        {
            // It can only get faster: counted from when it was first asked for.
            var end = DateTimeOffset.Parse(ObjectMeta.Text(value, "deletionTimestamp"), CultureInfo.InvariantCulture);
            var granted = metadata["deletionGracePeriodSeconds"]!.GetValue<long>();
            metadata["deletionTimestamp"] = ObjectMeta.Time(end.AddSeconds(grace - granted));
            metadata["deletionGracePeriodSeconds"] = grace;
            Count(resource, value);
        }

        if (resource.GroupResource == "namespaces")
            value["status"] = new JsonObject { ["phase"] = "Terminating" };
        return IsOver(resource, value);
    }

    /// <summary>Whether nothing holds an object that is marked as deleted.</summary>
    public static bool IsOver(ApiResource resource, JsonObject value) =>
        ObjectMeta.Finalizers(value).Count == 0
        && (ObjectMeta.Of(value)["deletionGracePeriodSeconds"]?.GetValue<long>() ?? 0) == 0
        && !(resource.GroupResource == "namespaces" && value["spec"]?["finalizers"] is JsonArray { Count: > 0 });

    private static void Count(ApiResource resource, JsonObject value)
    {
        if (Generation.IsCounted(resource))
            Generation.Next(value);
    }

    private static void Hold(JsonObject value, string? policy)
    {
        var finalizers = ObjectMeta.Finalizers(value).Where(finalizer => finalizer is not (Foreground or Orphan)).ToList();
        if (policy is "Foreground")
            finalizers.Add(Foreground);
        if (policy is "Orphan")
            finalizers.Add(Orphan);
        if (policy is null)
            return;
        if (finalizers.Count > 0)
            ObjectMeta.Of(value)["finalizers"] = new JsonArray([.. finalizers.Select(finalizer => (JsonNode)finalizer)]);
        else
            ObjectMeta.Of(value).Remove("finalizers");
    }

    // Only a pod that some kubelet runs has something to end.
    private static long GraceOf(ApiResource resource, JsonObject value, DeleteOptions options)
    {
        if (resource.GroupResource != "pods")
            return 0;
        var grace = options.GracePeriodSeconds ?? value["spec"]?["terminationGracePeriodSeconds"]?.GetValue<long>() ?? DefaultGrace;
        if (value["spec"]?["nodeName"] is null || value["status"]?["phase"]?.GetValue<string>() is "Failed" or "Succeeded")
            return 0;
        return grace < 0 ? 1 : Math.Min(grace, LongestGrace);
    }
}
