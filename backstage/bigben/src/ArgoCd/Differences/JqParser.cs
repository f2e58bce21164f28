using System.Text.RegularExpressions;

namespace BigBen.ArgoCd.Differences;

/// <summary>Reads a <see cref="JqPath"/>.</summary>
/// <param name="text">The expression.</param>
internal sealed partial class JqParser(string text)
{
    private int _at;

    /// <exception cref="PlatformException">It is none, or more than paths and <c>select</c>.</exception>
    public IReadOnlyList<JqStep> Parse()
    {
        var steps = new List<JqStep>();
        do
            steps.AddRange(Take(Select()) is not null ? [Condition()] : Path());
        while (Take(Bar()) is not null);
        return _at == text.Length ? steps : throw Unsupported();
    }

    private JqSelect Condition()
    {
        var steps = Path();
        var comparison = Take(Comparison());
        var select = comparison is null
            ? new JqSelect(steps, null, null)
            : new JqSelect(steps, comparison.Groups["operator"].Value == "==", JsonNode.Parse(comparison.Groups["value"].Value));
        return Take(Close()) is null ? throw Unsupported() : select;
    }

    private List<JqStep> Path()
    {
        var steps = new List<JqStep>();
        var begin = _at;
        while (Take(Step()) is { } step)
        {
            if (step.Groups["name"] is { Success: true } name)
                steps.Add(new JqField(name.Value));
            else if (step.Groups["quoted"] is { Success: true } quoted)
                steps.Add(new JqField(JsonSerializer.Deserialize<string>(quoted.Value)!));
            else if (step.Groups["index"] is { Success: true } index)
                steps.Add(new JqIndex(int.Parse(index.Value, CultureInfo.InvariantCulture)));
            else if (step.Groups["each"].Success)
                steps.Add(new JqEach());
        }

        return _at > begin ? steps : throw Unsupported();
    }

    private Match? Take(Regex expression)
    {
        var found = expression.Match(text, _at);
        if (!found.Success)
            return null;
        _at += found.Length;
        return found;
    }

    private PlatformException Unsupported() => new(
        $"spec.ignoreDifferences: the jq path expression '{text}' is not supported by the local platform from character {_at + 1} on: "
        + "it knows paths and select(PATH == VALUE), joined by |");

    [GeneratedRegex(
        """
        \G(?:
        \.(?<name>[A-Za-z_]\w*) | \.(?<quoted>"(?:[^"\\]|\\.)*") | \.?\[\s*(?<quoted>"(?:[^"\\]|\\.)*")\s*\]
        | \.?\[\s*(?<index>-?\d{1,9})\s*\] | \.?(?<each>\[\s*\]) | \?
        | (?<![^\s|(])\.(?=\s*(?:[|)=!]|$))
        )
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Step();

    [GeneratedRegex("""\G\s*select\s*\(\s*""")]
    private static partial Regex Select();

    [GeneratedRegex("""\G\s*(?<operator>==|!=)\s*(?<value>"(?:[^"\\]|\\.)*"|-?\d{1,15}(?:\.\d+)?|true|false|null)""")]
    private static partial Regex Comparison();

    [GeneratedRegex("""\G\s*\)""")]
    private static partial Regex Close();

    [GeneratedRegex("""\G\s*\|\s*""")]
    private static partial Regex Bar();
}
