namespace BigBen.Verbs.Export;

/// <summary>A file of an export.</summary>
/// <param name="Path">Where it goes, from the output's folder.</param>
/// <param name="Text">What is in it.</param>
internal sealed record ExportFile(string Path, string Text);

/// <summary>What a target made of a service.</summary>
/// <param name="Files">Its files, the main one first.</param>
/// <param name="Left">What it cannot express, a line each.</param>
/// <param name="Next">The command that people run then.</param>
internal sealed record ExportResult(IReadOnlyList<ExportFile> Files, IReadOnlyList<string> Left, string Next)
{
    /// <summary>The first lines of a file of this kind: what it is, how it is used, and what it lacks.</summary>
    /// <param name="source">What is exported.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="left">What it cannot express.</param>
    /// <param name="next">The command that people run with it.</param>
    public static string Header(ExportSource source, string target, IReadOnlyList<string> left, string next)
    {
        var lines = new List<string>
        {
            $"{source.Service} of {source.Environment} at {source.Recorded.Commit[..7]}, by: "
                + $"{CommandLine.Program} export {target} {source.Service} {source.Environment}",
            next,
        };
        if (left.Count > 0)
            lines.Add("Not expressed here:");
        return string.Concat(lines.Concat(left.Select(line => $"  {line}")).Select(line => $"# {line}\n"));
    }
}
