using BigBen.Git;
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
        PlatformStep[] steps = [KindSteps.Machine(settings), .. Before(settings), .. cluster, .. After(settings)];
        List<string> lines = [];
        foreach (var (index, step) in steps.Index())
        {
            lines.Add($"{index + 1,2}. {step.Name}");
            lines.AddRange(step.Files.Keys.Select(file => $"      write {file}"));
            lines.AddRange(step.Commands.Select(command => $"      $ {command}"));
            lines.AddRange(step.Does.Select(sentence => $"      {sentence}"));
            if (step.Verify is { } proof)
                lines.Add($"      then looks until it is there, for {StepCommand.Duration(proof.Deadline)} at most");
        }

        lines.Add("");
        lines.Add("./bootstrap/destroy.sh undoes it:");
        lines.AddRange(cluster.Reverse().SelectMany(step => step.Undo).Select(command => $"      $ {command}"));
        lines.Add(
            $"      removes the platform's process, the git remote '{ForgeRepository.RemoteName}' and '{settings.State.Path}', "
            + "and looks that nothing is left");
        return lines;
    }

    private static IEnumerable<PlatformStep> Before(KindSettings settings) => settings.Record.Source is not null
        ? []
        :
        [
            new("open the forge")
            {
                Does =
                [
                    $"Makes the bare repository '{settings.State.Forge}' from your HEAD "
                        + $"and adds the git remote '{ForgeRepository.RemoteName}'.",
                ],
            },
        ];

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
