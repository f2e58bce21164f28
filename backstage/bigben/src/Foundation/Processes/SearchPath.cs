namespace BigBen.Foundation.Processes;

/// <summary>The programs that the person's PATH has.</summary>
internal static class SearchPath
{
    /// <summary>Where a program is; null where it is nowhere on PATH.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
