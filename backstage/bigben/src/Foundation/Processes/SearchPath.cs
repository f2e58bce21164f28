namespace BigBen.Foundation.Processes;

/// <summary>The programs that the person's PATH has.</summary>
internal static class SearchPath
{
    /// <summary>Where a program is; null where it is nowhere on PATH.</summary>
    public static string? Find(string program) => FindAll(program).FirstOrDefault();

    /// <summary>Every place where a program is, in PATH's order.</summary>
    public static IEnumerable<string> FindAll(string program) => FindAll(program, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Every place where a program is, in the order of another PATH.</summary>
    public static IEnumerable<string> FindAll(string program, string? path) =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .Where(File.Exists);
}
