using BigBen.Manifests.Specs;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>Values as a Compose file writes them.</summary>
internal static class ComposeText
{
    /// <summary>A text that Compose does not interpolate.</summary>
    public static string Literal(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>A variable's value: what is out of a Secret is asked of the shell, or of the file <c>.env</c>.</summary>
    public static string Value(Variable variable, ContainerVariables variables) =>
        variable.Secret is { } secret ? Asked(secret) : Text(variable.Pieces, variables);

    /// <summary>A resolved text.</summary>
    public static string Text(IReadOnlyList<Piece> pieces, ContainerVariables variables) =>
        string.Concat(pieces.Select(piece => piece.IsReference
            ? Asked(variables.All.Single(one => one.Name == piece.Text).Secret!)
            : Literal(piece.Text)));

    /// <summary>Bytes, as docker writes them; null where the text is not a quantity.</summary>
    public static string? Bytes(string quantity) => ContainerResources.Quantity(quantity) is not { } bytes ? null
        : bytes % (1024 * 1024) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024):0}M")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes:0}b");

    /// <summary>A list of words, each a text that Compose does not interpolate.</summary>
    public static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)Literal(word))]);

    private static string Asked(SecretEntry secret)
    {
        var name = string.Concat(secret.Asked.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return secret.Optional ? $"${{{name}:-}}" : $"${{{name}:?key {secret.Key} of the Secret {secret.Name}}}";
    }
}
