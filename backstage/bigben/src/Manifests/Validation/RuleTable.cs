using System.Collections;

namespace BigBen.Manifests.Validation;

/// <summary>
/// What must hold for an object or a part of one: a row for each field, with the rules that it must pass, in order. The first rule that
/// finds something ends its row. Paths are relative: <c>""</c> is the part itself, <c>a.b</c> a field, <c>a[]</c> each element of a list,
/// <c>a{}</c> each entry of a map.
/// </summary>
internal sealed class RuleTable : IEnumerable<string>
{
    private readonly List<(string Path, Step[] Steps, Rule[] Rules)> _rows = [];

    private enum StepKind
    {
        Field,
        Items,
        Entries,
    }

    /// <summary>Adds a row.</summary>
    public void Add(string path, params Rule[] rules) => _rows.Add((path, StepsOf(path), rules));

    /// <summary>Checks a part, whether or not it is there.</summary>
    public void Check(Field part)
    {
        foreach (var (_, steps, rules) in _rows)
            Walk(part, steps, rules);
    }

    /// <summary>Checks a part that need not be there.</summary>
    public void CheckIfSet(Field part)
    {
        if (part.Exists)
            Check(part);
    }

    /// <summary>The paths of the rows.</summary>
    public IEnumerator<string> GetEnumerator() => _rows.Select(row => row.Path).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Walk(Field field, ReadOnlySpan<Step> steps, Rule[] rules)
    {
        if (steps.IsEmpty)
        {
            Apply(field, rules);
            return;
        }

        var (kind, name) = steps[0];
        switch (kind)
        {
            case StepKind.Field:
                Walk(field[name], steps[1..], rules);
                break;
            case StepKind.Items:
                foreach (var item in field.Items)
                    Walk(item, steps[1..], rules);
                break;
            default:
                foreach (var (_, entry) in field.Entries)
                    Walk(entry, steps[1..], rules);
                break;
        }
    }

    private static void Apply(Field field, Rule[] rules)
    {
        var before = field.Errors;
        foreach (var rule in rules)
        {
            rule(field);
            if (field.Errors > before)
                return;
        }
    }

    private static Step[] StepsOf(string path)
    {
        var steps = new List<Step>();
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.TrimEnd('[', ']', '{', '}');
            steps.Add(new Step(StepKind.Field, name));
            if (name.Length < part.Length)
                steps.Add(new Step(part.EndsWith(']') ? StepKind.Items : StepKind.Entries, ""));
        }

        return [.. steps];
    }

    private readonly record struct Step(StepKind Kind, string Name);
}
