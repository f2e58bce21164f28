using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>When an indexed Job has succeeded though not all of its indexes have: its <c>successPolicy</c>.</summary>
internal static class SuccessPolicy
{
    /// <summary>Which rule is met, in Kubernetes' words; null where none is.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="succeeded">The indexes that succeeded.</param>
    public static string? Met(Job job, CompletionIndexes succeeded)
    {
        if (succeeded.Count == 0)
            return null;
        var rules = job.Value.ItemsAt("spec", "successPolicy", "rules").ToList();
        var met = rules.FindIndex(rule => IsMet(rule, succeeded, job.Completions ?? 0));
        return met < 0 ? null : $"Matched rules at index {met}";
    }

    private static bool IsMet(JsonElement rule, CompletionIndexes succeeded, int completions)
    {
        var count = rule.NumberAt("succeededCount");
        if (rule.TextAt("succeededIndexes") is not { } indexes)
            return succeeded.Count >= count;
        var wanted = CompletionIndexes.Parse(indexes, completions);
        var there = wanted.All.Count(succeeded.Has);
        return wanted.Count > 0 && (there == wanted.Count || there >= count);
    }
}
