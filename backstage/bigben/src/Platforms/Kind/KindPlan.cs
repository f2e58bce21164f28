using BigBen.Platforms.Clusters;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind;

/// <summary>What bringing a kind platform up would do, in order, without asking the machine anything: <c>--dry-run</c>.</summary>
internal static class KindPlan
{
    /// <summary>Every step with the files it writes and its exact command lines; the last lines say how it is all undone.</summary>
    public static IReadOnlyList<string> Lines(KindSettings settings)
    {
        var cluster = KindSteps.Cluster(settings);
        PlatformStep[] steps = [.. KindSteps.Looks(settings), .. Before(settings), .. cluster, .. After(settings)];
        return [.. StepPlan.Lines(steps), .. StepPlan.Undoing(settings.State, cluster.Reverse().SelectMany(step => step.Undo))];
    }

    private static IEnumerable<PlatformStep> Before(KindSettings settings) =>
        settings.Record.Source is not null ? [] : [StepPlan.OpenForge(settings.State)];

    private static IEnumerable<PlatformStep> After(KindSettings settings) => settings.Record.Source is { } source
        ?
        [
            new("wait for the environments")
            {
                Does = [$"Waits until Argo CD has synced every Application of '{source}' and every URL answers with its version."],
            },
        ]
        :
        [
            new("start the platform")
            {
                Does = ["Starts the process that receives pushes, builds, records, waits for Argo CD, and serves the console."],
            },
            new("deliver main to the first environment")
            {
                Commands = [.. EngineImages.Commands("<service>", "127.0.0.1:<port>", "<tag>", "<commit>")],
                Does = ["For every service; records its digest in git; waits for Argo CD; asks each URL for its version."],
            },
            new("release to the others") { Does = ["The same digests under a version; waits for Argo CD; asks each URL for its version."] },
        ];
}
