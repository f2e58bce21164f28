using System.Text.RegularExpressions;

namespace BigBen.Tests.Rules;

/// <summary>Tests wait for what they need, and pass on a slow machine.</summary>
public partial class WaitingTests
{
    // Programs that tests start, and that take as long as they are told.
    private static readonly string[] Programs = [$"{SourceFile.Tests}/TestPod", "app/service-defaults/test/Specimen.cs"];

    private static readonly IReadOnlyList<SourceFile> Tests =
    [
        .. SourceFile.All.Where(file =>
            file.Path.Contains("/test/", StringComparison.Ordinal) && !Programs.Any(program => file.Path.StartsWith(program))),
    ];

    [Fact]
    public void A_pause_is_part_of_a_loop_that_looks_again() =>
        Tests.SelectMany(file => file.Lines.Index()
                .Where(line => Pause().IsMatch(line.Item) && !IsInLoop(file.Lines, line.Index))
                .Select(line => $"{file.Path}:{line.Index + 1} waits without looking: {line.Item.Trim()}"))
            .ShouldBeEmpty();

    [Fact]
    public void How_long_something_took_is_not_asserted() =>
        Tests.SelectMany(file => file.Lines.Index()
                .Where(line => Duration().IsMatch(line.Item))
                .Select(line => $"{file.Path}:{line.Index + 1} asserts a duration: {line.Item.Trim()}"))
            .ShouldBeEmpty();

    // The line itself, or one that it stands below, further to the left each time up to the method.
    private static bool IsInLoop(string[] lines, int index)
    {
        var indent = int.MaxValue;
        for (; index >= 0 && indent > "    ".Length; index--)
        {
            var line = lines[index].TrimStart();
            if (line is "" or "{" || lines[index].Length - line.Length >= indent)
                continue;
            indent = lines[index].Length - line.Length;
            if (Loop().IsMatch(line))
                return true;
        }

        return false;
    }

    [GeneratedRegex(@"\bTask\.Delay\((?!Timeout\.Infinite|System\.Threading\.Timeout\.Infinite)")]
    private static partial Regex Pause();

    [GeneratedRegex(@"^(while|for|foreach|do)\b")]
    private static partial Regex Loop();

    [GeneratedRegex(@"(Elapsed\w*(\(\w*\))?(\.\w+)?|GetElapsedTime\(.*\)(\.\w+)?)\.Should")]
    private static partial Regex Duration();
}
