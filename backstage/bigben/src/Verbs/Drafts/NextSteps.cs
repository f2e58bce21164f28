using BigBen.Git;
using BigBen.Pipeline.Layout;

namespace BigBen.Verbs.Drafts;

/// <summary>Commands that people give next, each with what comes of it.</summary>
internal static class NextSteps
{
    /// <summary>Pushes the clone's commit.</summary>
    public const string PushCommand = $"git push {ForgeRepository.RemoteName} HEAD:main";

    /// <summary>The push of the clone's commit.</summary>
    public static (string Command, string Effect) Push(string effect) => (PushCommand, effect);

    /// <summary>A release to one of the environments.</summary>
    public static (string Command, string Effect) Release(EnvironmentList environments, string to, string effect) =>
        ($"./bootstrap/{CommandLine.Program} release vX.Y.Z{(to == environments.Last ? "" : $" --to {to}")}", effect);

    /// <summary>Prints them, one a line, ready to be copied.</summary>
    public static async Task WriteAsync(TextWriter output, (string Command, string Effect)[] steps)
    {
        var width = steps.Max(step => step.Command.Length);
        foreach (var (command, effect) in steps)
            await output.WriteLineAsync($"  {command.PadRight(width)}  # {effect}");
    }
}
