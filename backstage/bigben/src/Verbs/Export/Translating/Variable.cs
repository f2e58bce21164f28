namespace BigBen.Verbs.Export.Translating;

/// <summary>A part of a variable's value: text, or what another variable has out of a Secret.</summary>
/// <param name="Text">The text; the other variable's name where it is a reference.</param>
/// <param name="IsReference">Whether it is one.</param>
internal readonly record struct Piece(string Text, bool IsReference);

/// <summary>An entry of a Secret.</summary>
/// <param name="Name">The Secret.</param>
/// <param name="Key">The key in it.</param>
/// <param name="Optional">Whether it may be missing.</param>
/// <param name="Asked">The variable by which people are asked for it, whatever a container has it by.</param>
internal sealed record SecretEntry(string Name, string Key, bool Optional, string Asked);

/// <summary>A variable of a container, its <c>$(NAME)</c> resolved as the kubelet does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Secret">The Secret's entry that it is; null where it has a value of its own.</param>
/// <param name="Pieces">The value, in order.</param>
/// <param name="Take">Says that it is expressed.</param>
internal sealed record Variable(string Name, SecretEntry? Secret, IReadOnlyList<Piece> Pieces, Action Take)
{
    /// <summary>The value where no Secret is part of it; null otherwise.</summary>
    public string? Literal =>
        Secret is null && Pieces.All(piece => !piece.IsReference) ? string.Concat(Pieces.Select(piece => piece.Text)) : null;
}
