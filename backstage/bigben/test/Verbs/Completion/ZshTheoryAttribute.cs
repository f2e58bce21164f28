namespace BigBen.Tests.Verbs.Completion;

/// <summary>A test with a real zsh; skipped, with the reason, where PATH has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ZshTheoryAttribute : TheoryAttribute
{
    public ZshTheoryAttribute()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "zsh"))))
            Skip = "there is no zsh on PATH";
    }
}
