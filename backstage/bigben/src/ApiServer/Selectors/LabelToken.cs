namespace BigBen.ApiServer.Selectors;

/// <summary>The kinds of word in a label selector.</summary>
internal enum LabelTokenKind
{
    /// <summary>Nothing more.</summary>
    End,

    Open,
    Close,
    Comma,
    Not,
    Equals,
    DoubleEquals,
    NotEquals,
    GreaterThan,
    LessThan,
    In,
    NotIn,

    /// <summary>A key or a value.</summary>
    Identifier,
}

/// <summary>A word of a label selector.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word itself.</param>
internal readonly record struct LabelToken(LabelTokenKind Kind, string Text)
{
    /// <summary>The word where a value is awaited: <c>in</c> may be one, too.</summary>
    public LabelToken AsValue => Kind is LabelTokenKind.In or LabelTokenKind.NotIn ? this with { Kind = LabelTokenKind.Identifier } : this;
}
