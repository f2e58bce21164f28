namespace BigBen.Hostile.Api;

/// <summary>The options of a request.</summary>
internal static class ApiQuery
{
    private static readonly string[] Values =
    [
        "true", "false", "0", "1", "-1", "All", "all", "Strict", "Warn", "Ignore", "Exact", "NotOlderThan", "Background", "Foreground",
        "Orphan", "2", "500", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "a=b", "a!=b", "a in (b,c)",
        "a notin (", "metadata.name=a", "metadata.name!=a,metadata.namespace=b", "spec.nodeName=", "status.phase=Running", "x", "Object",
        "None", "Metadata", "2026-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "yesterday", "Stdout", "All",
        "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiIvYVx1MDAwMCJ9", "eyJ2Ijoi", "e30", "bnVsbA", "W10",
    ];

    private static readonly string[] Any = ["pretty", "timeout", "fieldManager", "x", "%00", "resourceVersion"];

    private static readonly string[] OfReads =
    [
        "labelSelector", "fieldSelector", "limit", "continue", "resourceVersionMatch", "watch", "timeoutSeconds", "allowWatchBookmarks",
        "sendInitialEvents", "includeObject", "container", "follow", "previous", "sinceSeconds", "sinceTime", "tailLines", "limitBytes",
        "timestamps", "stream", "command", "stdin", "ports", "insecureSkipTLSVerifyBackend",
    ];

    private static readonly string[] OfWrites =
    [
        "dryRun", "fieldValidation", "force", "gracePeriodSeconds", "propagationPolicy", "orphanDependents", "labelSelector",
        "fieldSelector", "limit", "continue",
    ];

    /// <summary>The query, with its question mark; mostly empty.</summary>
    public static string Of(Dice dice, bool isRead)
    {
        var names = dice.Some(dice.Chance(50) ? 0 : 8, [.. Any, .. isRead ? OfReads : OfWrites]);
        var options = names.Select(name => $"{name}={(dice.Chance(75) ? Escape(dice.Pick(Values)) : Escape(Pools.Text(dice)))}").ToList();
        return options.Count == 0 ? "" : $"?{string.Join('&', options)}";
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
