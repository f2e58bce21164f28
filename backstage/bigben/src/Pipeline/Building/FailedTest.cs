using System.Text.RegularExpressions;

namespace BigBen.Pipeline.Building;

/// <summary>A test that failed.</summary>
/// <param name="Name">What it is called, with its arguments.</param>
/// <param name="Method">Its class and method, by which it is run alone.</param>
/// <param name="Message">What was expected and what there was; lines.</param>
/// <param name="StackTrace">Where it failed; a line each frame, the innermost first.</param>
internal sealed partial record FailedTest(string Name, string Method, string Message, string StackTrace)
{
    // An assertion's own message is shorter; a compared document may be as long as it likes.
    private const int MostLines = 20;
    private const int Widest = 160;

    /// <summary>Its name and the beginning of its message, in one line.</summary>
    public string Summary => string.Join(' ', Said().Select(line => line.Trim())) is { Length: > 0 } said ? $"{Name}: {Cut(said)}" : Name;

    /// <summary>Its name, its message, the file and line of the repository that it failed at, and the command that repeats it.</summary>
    /// <param name="project">Its project, from the top of the repository.</param>
    public IEnumerable<string> Lines(string project)
    {
        yield return Name;
        var said = Said().ToList();
        foreach (var line in said.Take(MostLines))
            yield return $"    {Cut(line)}";
        if (said.Count > MostLines)
            yield return $"    … and {said.Count - MostLines} more lines";
        if (Frame().Match(StackTrace) is { Success: true } frame)
            yield return $"    at {frame.Groups["file"].Value}:{frame.Groups["line"].Value}";
        yield return $"    again: dotnet test {Path.GetDirectoryName(project)} --filter FullyQualifiedName={Method}";
    }

    private static string Cut(string line) => line.Length > Widest ? $"{line[..Widest]}…" : line;

    private IEnumerable<string> Said() =>
        Message.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && !DifferenceTable().IsMatch(line));

    // What Shouldly prints below two texts, character by character.
    [GeneratedRegex(@"^\s*(?:difference$|(?:Difference|Index|(?:Expected|Actual) (?:Value|Code))?\s*\|)")]
    private static partial Regex DifferenceTable();

    // As builds map the work folder and the check-out in it.
    [GeneratedRegex(@" in /_/tree/(?<file>.+):line (?<line>\d+)")]
    private static partial Regex Frame();
}
