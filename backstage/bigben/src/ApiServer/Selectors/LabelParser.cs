using BigBen.ApiServer.Answers;
using static BigBen.ApiServer.Selectors.LabelTokenKind;

namespace BigBen.ApiServer.Selectors;

/// <summary>Reads a label selector, with the errors of Kubernetes' own parser (<c>labels.Parse</c>).</summary>
/// <param name="text">The selector.</param>
internal sealed class LabelParser(string text)
{
    private readonly List<LabelToken> _tokens = LabelLexer.Split(text);
    private int _at;

    private LabelToken Ahead => _tokens[_at];

    /// <summary>Reads all of it.</summary>
    /// <exception cref="StatusException">It cannot be read.</exception>
    public List<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (true)
        {
            switch (Ahead.AsValue.Kind)
            {
                case End:
                    return requirements;
                case Identifier or Not:
                    requirements.Add(Requirement());
                    break;
                default:
                    throw Failures.BadRequest($"found '{Ahead.Text}', expected: !, identifier, or 'end of string'");
            }

            var next = Take();
            if (next.Kind == End)
                return requirements;
            if (next.Kind != Comma)
                throw Failures.BadRequest($"found '{next.Text}', expected: ',' or 'end of string'");
            if (Ahead.AsValue.Kind is not (Identifier or Not))
                throw Failures.BadRequest($"found '{Ahead.Text}', expected: identifier after ','");
        }
    }

    private static StatusException Wrong(string why) => Failures.BadRequest($"unable to parse requirement: {why}");

    private LabelToken Take() => _tokens[_at++];

    private LabelRequirement Requirement()
    {
        var negated = Ahead.Kind == Not;
        if (negated)
            _at++;
        var key = Take().AsValue;
        if (key.Kind != Identifier)
            throw Wrong($"found '{key.Text}', expected: identifier");
        LabelSyntax.CheckKey(key.Text);
        if (negated)
            return new LabelRequirement(key.Text, LabelOperator.DoesNotExist, []);
        return Ahead.Kind is End or Comma ? new LabelRequirement(key.Text, LabelOperator.Exists, []) : Comparison(key.Text);
    }

    private LabelRequirement Comparison(string key)
    {
        var token = Take();
        LabelOperator? found = token.Kind switch
        {
            In or LabelTokenKind.Equals or DoubleEquals => LabelOperator.In,
            NotIn or NotEquals => LabelOperator.NotIn,
            GreaterThan => LabelOperator.GreaterThan,
            LessThan => LabelOperator.LessThan,
            _ => null,
        };
        if (found is not { } comparison)
            throw Wrong($"found '{token.Text}', expected: in, notin, =, ==, !=, gt, lt");
        var values = token.Kind is In or NotIn ? Values() : [Value()];
        LabelSyntax.CheckValues(key, comparison, values);
        return new LabelRequirement(key, comparison, values);
    }

    private string Value()
    {
        if (Ahead.Kind is End or Comma)
            return "";
        var value = Take().AsValue;
        return value.Kind == Identifier ? value.Text : throw Wrong($"found '{value.Text}', expected: identifier");
    }

    private SortedSet<string> Values()
    {
        var open = Take();
        if (open.Kind != Open)
            throw Wrong($"found '{open.Text}' expected: '('");
        if (Ahead.AsValue.Kind is not (Identifier or Comma or Close))
            throw Wrong($"found '{Ahead.Text}', expected: ',', ')' or identifier");
        var values = new SortedSet<string>(StringComparer.Ordinal);
        // Between two commas, or a comma and a parenthesis, is the empty value.
        while (true)
        {
            var value = Ahead.AsValue;
            if (value.Kind is not (Identifier or Comma or Close))
                throw Wrong($"found '{value.Text}', expected: ',', or identifier");
            values.Add(value.Kind == Identifier ? Take().Text : "");
            var next = Take();
            if (next.Kind == Close)
                return values;
            if (next.Kind != Comma)
                throw Wrong($"found '{next.Text}', expected: ',' or ')'");
        }
    }
}
