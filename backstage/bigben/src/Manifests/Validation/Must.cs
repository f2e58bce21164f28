using System.Globalization;

namespace BigBen.Manifests.Validation;

/// <summary>The rules that many fields share. All but <see cref="BeSet"/> let pass what is not there.</summary>
internal static class Must
{
    /// <summary>Some value.</summary>
    public static Rule BeSet(string message = "") => field =>
    {
        if (field.IsEmpty)
            field.Required(message);
    };

    /// <summary>No value.</summary>
    public static Rule NotBeSet(string message) => field =>
    {
        if (!field.IsEmpty)
            field.Forbidden(message);
    };

    /// <summary>One of these texts; an empty one is the default's.</summary>
    public static Rule BeOneOf(params string[] values) => field =>
    {
        if (!field.IsEmpty && !values.Contains(field.Text))
            field.NotSupported(values);
    };

    /// <summary>A number that is at least this.</summary>
    public static Rule BeAtLeast(long least) => field =>
    {
        if (field.Number < least)
            field.Invalid(string.Create(CultureInfo.InvariantCulture, $"must be greater than or equal to {least}"));
    };

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Rule BeBetween(long least, long most) => field =>
    {
        if (field.Number < least || field.Number > most)
            field.Invalid(string.Create(CultureInfo.InvariantCulture, $"must be between {least} and {most}, inclusive"));
    };

    /// <summary>A number above zero, said so.</summary>
    public static Rule BePositive(string message) => field =>
    {
        if (field.Number <= 0)
            field.Invalid(message);
    };

    /// <summary>A text with none of these errors; an empty one is not there.</summary>
    public static Rule Be(Func<string, IEnumerable<string>> errors) => field =>
    {
        if (!field.IsEmpty)
            field.Invalid(errors(field.Text));
    };
}
