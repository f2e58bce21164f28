using BigBen.Foundation;
using BigBen.Platforms;
using BigBen.Verbs.Progress;

namespace BigBen.Verbs.Lifecycle;

/// <summary>What <c>up</c> prints at its end: the proven URLs and what to do next.</summary>
internal static class UpSummary
{
    public static void Print(TextWriter output, UpResult result, int? consolePort, TimeSpan elapsed)
    {
        output.WriteLine();
        foreach (var proof in result.Proofs)
            output.WriteLine($"  {proof.Url,-58} {proof.Version}");
        if (consolePort is { } port)
            output.WriteLine($"  {$"http://{PlatformHosts.Console}:{port}",-58} what runs where, live");
        output.WriteLine();
        foreach (var note in result.Notes)
            output.WriteLine($"  {note}");
        output.WriteLine(result.Proofs.Count == 0
            ? $"Up in {StepText.Seconds(elapsed.TotalSeconds)}; nothing is delivered yet."
            : result.Changed ? $"Up and proven in {StepText.Seconds(elapsed.TotalSeconds)}. Deliver a change: git push big-ben HEAD:main"
            : $"Nothing to change: these URLs are proven again in {StepText.Seconds(elapsed.TotalSeconds)}.");
    }
}
