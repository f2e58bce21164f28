namespace BigBen.Bench.Rows;

/// <summary>One kind of work that is measured.</summary>
internal interface IRow
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures both sides, turn about.</summary>
    /// <param name="rounds">How often.</param>
    /// <returns>One figure for each number and round.</returns>
    Task<IReadOnlyList<Figure>> MeasureAsync(int rounds);
}
