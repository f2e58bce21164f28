using BigBen.Platforms;
using BigBen.Verbs.Progress;

namespace BigBen.Verbs.Lifecycle;

/// <summary>What <c>up</c> prints at its end: the proven URLs and what to do next.</summary>
internal static class UpSummary
{
    public static void Print(TextWriter output, UpResult result, string? console, TimeSpan elapsed)
    {
        output.WriteLine();
        foreach (var proof in result.Proofs)
            output.WriteLine($"  {proof.Url,-58} {proof.Version}");
        if (console is not null)
            output.WriteLine($"  {$"http://{console}",-58} what runs where, live");
        output.WriteLine();
        foreach (var note in result.Notes)
            output.WriteLine($"  {note}");
        var seconds = StepText.Seconds(elapsed.TotalSeconds);
        output.WriteLine((result.Changed, result.Proofs.Count > 0) switch
        {
            (true, true) => $"Up and proven in {seconds}. Deliver a change: git push big-ben HEAD:main",
            (true, false) => $"Up in {seconds}; nothing is delivered yet.",
            (false, true) => $"Nothing to change: these URLs are proven again in {seconds}.",
            (false, false) => $"Nothing to change; nothing is delivered yet. ({seconds})",
        });
    }
}
