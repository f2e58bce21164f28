namespace BigBen.Kubelet.Containers;

/// <summary>Looks for a container's program before it is started, so that a missing one is told as Kubernetes tells it.</summary>
internal static class ProgramPath
{
    /// <summary>Why a program cannot be started, as a container runtime words it; null where it is there.</summary>
    /// <param name="program">The program: a path, or a name that is looked up on PATH.</param>
    /// <param name="directory">Where a relative path starts.</param>
    /// <param name="environment">The environment that PATH is taken from.</param>
    public static string? Problem(string program, string directory, IReadOnlyDictionary<string, string> environment)
    {
        if (Find(program, directory, environment) is not null)
            return null;
        var reason = program.Contains('/') ? $"stat {program}: no such file or directory" : "executable file not found in $PATH";
        return $"unable to start container process: exec: \"{program}\": {reason}";
    }

    /// <summary>Where a program is; null where it is not there.</summary>
    /// <param name="program">The program: a path, or a name that is looked up on PATH.</param>
    /// <param name="directory">Where a relative path starts.</param>
    /// <param name="environment">The environment that PATH is taken from.</param>
    public static string? Find(string program, string directory, IReadOnlyDictionary<string, string> environment)
    {
        IEnumerable<string> folders = program.Contains('/')
            ? [""]
            : environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(directory, folder, program)).FirstOrDefault(File.Exists);
    }
}
