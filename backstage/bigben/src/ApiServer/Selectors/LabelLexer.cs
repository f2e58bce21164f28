using System.Collections.Frozen;

namespace BigBen.ApiServer.Selectors;

/// <summary>Splits a label selector into its words, as Kubernetes does.</summary>
internal static class LabelLexer
{
    private const string Special = "=!(),><";

    private static readonly FrozenDictionary<string, LabelTokenKind> Words = new Dictionary<string, LabelTokenKind>
    {
        [")"] = LabelTokenKind.Close,
        [","] = LabelTokenKind.Comma,
        ["!"] = LabelTokenKind.Not,
        ["=="] = LabelTokenKind.DoubleEquals,
        ["="] = LabelTokenKind.Equals,
        [">"] = LabelTokenKind.GreaterThan,
        ["in"] = LabelTokenKind.In,
        ["<"] = LabelTokenKind.LessThan,
        ["!="] = LabelTokenKind.NotEquals,
        ["notin"] = LabelTokenKind.NotIn,
        ["("] = LabelTokenKind.Open,
    }.ToFrozenDictionary();

    /// <summary>The words, the last of which is the end.</summary>
    public static List<LabelToken> Split(string selector)
    {
        var tokens = new List<LabelToken>();
        for (var at = 0; at < selector.Length;)
        {
            if (IsSpace(selector[at]))
                at++;
            else
                tokens.Add(Next(selector, ref at));
        }

        tokens.Add(new LabelToken(LabelTokenKind.End, ""));
        return tokens;
    }

    private static LabelToken Next(string selector, ref int at)
    {
        var start = at;
        if (!Special.Contains(selector[at]))
        {
            while (at < selector.Length && !Special.Contains(selector[at]) && !IsSpace(selector[at]))
                at++;
            var word = selector[start..at];
            return new LabelToken(Words.GetValueOrDefault(word, LabelTokenKind.Identifier), word);
        }

        // The longest operator that there is: "==" before "=".
        at = Math.Min(start + 2, selector.Length);
        if (!Words.ContainsKey(selector[start..at]))
            at = start + 1;
        return new LabelToken(Words[selector[start..at]], selector[start..at]);
    }

    private static bool IsSpace(char character) => character is ' ' or '\t' or '\r' or '\n';
}
