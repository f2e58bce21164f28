using System.Text;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Selectors;

/// <summary>Which objects are meant, by their fields: <c>status.phase=Running,spec.nodeName!=node</c>.</summary>
internal sealed class FieldSelector
{
    private readonly IReadOnlyList<FieldRequirement> _requirements;

    private FieldSelector(IReadOnlyList<FieldRequirement> requirements) => _requirements = requirements;

    /// <summary>Reads a selector; an empty one selects everything.</summary>
    /// <param name="resource">Of whose objects.</param>
    /// <param name="text">The selector.</param>
    /// <exception cref="StatusException">It cannot be read, or names a field that cannot be selected by.</exception>
    public static FieldSelector Parse(ApiResource resource, string text)
    {
        var requirements = Requirements(text);
        foreach (var requirement in requirements)
            SelectableFields.Check(resource, requirement.Field);
        return new FieldSelector([.. requirements.Select(requirement => requirement.Stored(resource))]);
    }

    /// <summary>The one name that a selector lets pass; null where it lets several pass, or cannot be read.</summary>
    public static string? NameIn(string text)
    {
        try
        {
            return Requirements(text).Find(requirement => requirement is { Field: "metadata.name", Equal: true })?.Value;
        }
        catch (StatusException)
        {
            // Whoever selects by it says so.
            return null;
        }
    }

    /// <summary>Whether an object is meant.</summary>
    public bool Matches(JsonElement value)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(value))
                return false;
        }

        return true;
    }

    private static List<FieldRequirement> Requirements(string text) =>
        [.. Terms(text).Where(term => term.Length > 0).Select(term => Requirement(text, term))];

    // A comma parts two terms unless a backslash is before it.
    private static IEnumerable<string> Terms(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == ',')
            {
                yield return text[start..at];
                start = at + 1;
            }
        }

        yield return text[start..];
    }

    // The first operator counts; "=" and "==" are the same.
    private static FieldRequirement Requirement(string text, string term)
    {
        var at = term.IndexOf('=', StringComparison.Ordinal);
        if (at < 0)
            throw Failures.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
        var equal = at == 0 || term[at - 1] != '!';
        var value = term[(at + 1)..];
        if (equal && value.StartsWith('='))
            value = value[1..];
        return new FieldRequirement(term[..(equal ? at : at - 1)], Unescape(value), equal);
    }

    private static string Unescape(string value)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < value.Length; at++)
        {
            // Kubernetes tells the character by its number.
            if (value[at] is ',' or '=')
                throw Failures.BadRequest($"invalid field selector: unescaped character in value: {(int)value[at]}");
            if (value[at] == '\\')
                at = value[(at + 1)..] is ['\\' or ',' or '=', ..] ? at + 1 : throw BadEscape(value[at..]);
            plain.Append(value[at]);
        }

        return plain.ToString();
    }

    private static StatusException BadEscape(string rest) =>
        Failures.BadRequest($"invalid field selector: invalid escape sequence: {rest[..Math.Min(rest.Length, 2)]}");
}
