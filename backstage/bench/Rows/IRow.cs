namespace BigBen.Bench.Rows;

/// <summary>One kind of work that is measured.</summary>
internal interface IRow
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures both sides once.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="oursFirst">Whose turn is first; it alternates, so that a machine that gets slower favours nobody.</param>
    Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, bool oursFirst);
}
