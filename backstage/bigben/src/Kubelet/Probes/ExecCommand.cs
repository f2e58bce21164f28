using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Processes;

namespace BigBen.Kubelet.Probes;

/// <summary>The command of a probe or hook, in the container's folder and environment.</summary>
internal static class ExecCommand
{
    /// <summary>Null where the command succeeds, otherwise what it said; empty where it said nothing.</summary>
    public static async Task<string?> RunAsync(IReadOnlyList<string> command, ProbeTarget target, CancellationToken cancellationToken)
    {
        // A command inherits the platform's environment, which is taken away here: it is none of the container's.
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in target.Environment)
            environment[name] = value;
        try
        {
            // A name is looked up on the container's PATH, not on the platform's.
            var program = ProgramPath.Find(command[0], target) ?? command[0];
            IReadOnlyList<string> words = [.. ContainerProcess.EntryTo(target), program, .. command.Skip(1)];
            var run = new Command(words[0], [.. words.Skip(1)])
            {
                WorkingDirectory = target.Directory,
                Environment = environment,
                KillsRest = true,
            };
            var result = await run.RunAsync(cancellationToken);
            return result.Succeeded ? null : (result.Output + result.Error).Trim();
        }
        catch (PlatformException e)
        {
            return e.Message;
        }
    }
}
