using BigBen.Git;

namespace BigBen.Platforms.Steps;

/// <summary>What <c>--dry-run</c> tells of steps, without asking the machine anything.</summary>
internal static class StepPlan
{
    /// <summary>What every platform that keeps its own repository does first.</summary>
    public static PlatformStep OpenForge(StateFolder state) => new("open the forge")
    {
        Does =
        [
            $"Makes the bare repository '{state.Forge}' from your HEAD and adds the git remote '{ForgeRepository.RemoteName}'.",
        ],
    };

    /// <summary>Every step with the files it writes, its exact command lines and what else it does, numbered from 1.</summary>
    public static IEnumerable<string> Lines(IEnumerable<PlatformStep> steps)
    {
        foreach (var (index, step) in steps.Index())
        {
            yield return $"{index + 1,2}. {step.Name}";
            foreach (var file in step.Files.Keys)
                yield return $"      write {file}";
            foreach (var command in step.Commands)
                yield return $"      $ {command}";
            foreach (var sentence in step.Does)
                yield return $"      {sentence}";
            if (step.Verify is { } proof)
                yield return $"      then looks until it is there, for {StepCommand.Duration(proof.Deadline)} at most";
        }
    }

    /// <summary>The last lines: how it is all undone.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="commands">What is called for it, in order.</param>
    public static IEnumerable<string> Undoing(StateFolder state, IEnumerable<Command> commands) =>
    [
        "",
        "./bootstrap/destroy.sh undoes it:",
        .. commands.Select(command => $"      $ {command}"),
        $"      removes the platform's process, the git remote '{ForgeRepository.RemoteName}' and '{state.Path}', "
            + "and looks that nothing is left",
    ];
}
