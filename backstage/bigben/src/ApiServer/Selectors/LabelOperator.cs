namespace BigBen.ApiServer.Selectors;

/// <summary>How a requirement compares a label.</summary>
internal enum LabelOperator
{
    /// <summary>It is there.</summary>
    Exists,

    /// <summary>It is not there.</summary>
    DoesNotExist,

    /// <summary>It has one of the values; <c>=</c> is this with one value.</summary>
    In,

    /// <summary>It has none of the values, or is not there.</summary>
    NotIn,

    /// <summary>It is a larger whole number.</summary>
    GreaterThan,

    /// <summary>It is a smaller whole number.</summary>
    LessThan,
}
