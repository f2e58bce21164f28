using System.CommandLine;

namespace BigBen.Verbs.Usage;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class NumberOption
{
    /// <summary>A TCP port.</summary>
    /// <param name="description">What it is for.</param>
    /// <param name="least">The lowest one.</param>
    public static Option<int?> Port(string description, int least = 1) => Create("--port", "PORT", description, least, 65535);

    /// <summary>An option that is null where it is not given.</summary>
    /// <param name="name">Its name, with its dashes.</param>
    /// <param name="unit">What help calls the number.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="least">The least number.</param>
    /// <param name="most">The greatest number.</param>
    public static Option<int?> Create(string name, string unit, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            var given = result.Tokens.SingleOrDefault()?.Value;
            if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
                return number;
            result.AddError($"{name} takes a whole number from {least} to {most}, not '{given}'.");
            return null;
        },
    };
}
