using BigBen.Kubelet.Probes;

namespace BigBen.Kubelet.Containers;

/// <summary>Looks for a container's program before it is started, so that a missing one is told as Kubernetes tells it.</summary>
internal static class ProgramPath
{
    /// <summary>Why a program cannot be started, as a container runtime words it; null where it is there.</summary>
    /// <param name="program">The program: a path, or a name that is looked up on PATH.</param>
    /// <param name="target">The run: where a relative path starts, PATH, and what is mounted.</param>
    public static string? Problem(string program, ProbeTarget target)
    {
        if (Find(program, target) is not null)
            return null;
        var reason = program.Contains('/') ? $"stat {program}: no such file or directory" : "executable file not found in $PATH";
        return $"unable to start container process: exec: \"{program}\": {reason}";
    }

    /// <summary>Where a program is; null where it is not there.</summary>
    /// <param name="program">The program: a path, or a name that is looked up on PATH.</param>
    /// <param name="target">The run: where a relative path starts, PATH, and what is mounted.</param>
    public static string? Find(string program, ProbeTarget target)
    {
        IEnumerable<string> folders = program.Contains('/')
            ? [""]
            : target.Environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(target.Directory, folder, program))
            .FirstOrDefault(path => File.Exists(target.Mounts?.OnMachine(Path.GetFullPath(path)) ?? path));
    }
}
