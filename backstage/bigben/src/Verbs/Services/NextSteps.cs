using BigBen.Git;

namespace BigBen.Verbs.Services;

/// <summary>Commands that people give next, each with what comes of it.</summary>
internal static class NextSteps
{
    /// <summary>The push of the clone's commit.</summary>
    public static (string Command, string Effect) Push(string effect) => ($"git push {ForgeRepository.RemoteName} HEAD:main", effect);

    /// <summary>A release.</summary>
    public static (string Command, string Effect) Release(string effect) => ($"./bootstrap/{CommandLine.Program} release vX.Y.Z", effect);

    /// <summary>Prints them, one a line, ready to be copied.</summary>
    public static async Task WriteAsync(TextWriter output, (string Command, string Effect)[] steps)
    {
        var width = steps.Max(step => step.Command.Length);
        foreach (var (command, effect) in steps)
            await output.WriteLineAsync($"  {command.PadRight(width)}  # {effect}");
    }
}
