using BigBen.Pipeline.Layout;

namespace BigBen.Pipeline.Protection;

/// <summary>A change that may not go on yet.</summary>
/// <param name="Change">What waits.</param>
/// <param name="By">Who asks for it.</param>
/// <param name="Commit">The commit that asks for it, which no ref may lead to yet; null where none is to be recorded.</param>
/// <param name="IsRecorded">Whether main has that commit.</param>
/// <param name="For">What it waits for, in a few words each.</param>
internal sealed record Waiting(ProposedChange Change, Person By, string? Commit, bool IsRecorded, IReadOnlyList<string> For)
{
    /// <summary>What it waits for, in words.</summary>
    public string Words => string.Join("; ", For);

    /// <summary>What is missing of a change's rules.</summary>
    /// <param name="rules">The environment's rules.</param>
    /// <param name="approvals">How many people have approved it.</param>
    /// <param name="commit">The commit that asks for it; null where nobody approves it here.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<string> Missing(ProtectionRules rules, int approvals, string? commit, DateTimeOffset now)
    {
        var missing = new List<string>();
        if (rules.Approvals - approvals is > 0 and var more)
        {
            var how = commit is null ? "" : $" (big-ben.sh approve {commit[..7]})";
            missing.Add($"{more} more {(more == 1 ? "approval" : "approvals")} by somebody else{how}");
        }

        if (!ReleaseWindow.AreOpen(rules.ReleaseWindows, now))
        {
            var opening = ReleaseWindow.Opening(rules.ReleaseWindows, now)?.ToUniversalTime()
                .ToString("ddd yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
            missing.Add(opening is null ? "its windows, which never open" : $"its windows, which open {opening}");
        }

        return missing;
    }

    /// <summary>Why the run ends here.</summary>
    public WaitsException Refusal() => new(
        $"'{Change.Summary}' waits for {Words}. Give the command again then; --override REASON goes on now, and the record says why.");
}
