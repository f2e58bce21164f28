using BigBen.Foundation.Processes;

namespace BigBen.Tests.Verbs.Completion;

/// <summary>A test with a real zsh; skipped, with the reason, where PATH has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ZshTheoryAttribute : TheoryAttribute
{
    public ZshTheoryAttribute()
    {
        if (SearchPath.Find("zsh") is null)
            Skip = "there is no zsh on PATH";
    }
}
