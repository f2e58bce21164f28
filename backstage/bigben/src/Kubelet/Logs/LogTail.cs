namespace BigBen.Kubelet.Logs;

/// <summary>The end of a log, for a message.</summary>
internal static class LogTail
{
    // The kubelet's bounds for terminationMessagePolicy FallbackToLogsOnError.
    private const int MostBytes = 2048;
    private const int MostLines = 80;

    /// <summary>
    /// The last lines of a log: what stands in for <c>/dev/termination-log</c>, which a process here has not. Null where there are none.
    /// </summary>
    public static string? Read(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(0, file.Length - MostBytes);
        using var reader = new StreamReader(file);
        var text = string.Join('\n', reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(MostLines));
        return text.Length == 0 ? null : text;
    }
}
