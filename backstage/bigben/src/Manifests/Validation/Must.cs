namespace BigBen.Manifests.Validation;

/// <summary>
/// The rules that many fields share. But for <see cref="BeSet"/>, <see cref="BeSetWhere"/>, <see cref="BeAbsolute"/> and what
/// <see cref="NotBe"/> asks, they let pass what is not there.
/// </summary>
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

    /// <summary>Some value, where this holds.</summary>
    public static Rule BeSetWhere(Func<Field, bool> where, string message = "") => field =>
    {
        if (field.IsEmpty && where(field))
            field.Required(message);
    };

    /// <summary>Nothing at all, where this holds.</summary>
    public static Rule NotBeSetWhere(Func<Field, bool> where, string message) => field =>
    {
        if (field.Exists && where(field))
            field.Forbidden(message);
    };

    /// <summary>Nothing that this holds for.</summary>
    public static Rule NotBe(Func<Field, bool> wrong, string message) => field =>
    {
        if (wrong(field))
            field.Invalid(message);
    };

    /// <summary>What a rule says, or nothing at all.</summary>
    public static Rule PassIfSet(Rule rule) => field =>
    {
        if (field.Exists)
            rule(field);
    };

    /// <summary>One of these texts; an empty one is the default's.</summary>
    public static Rule BeOneOf(params string[] values) => field =>
    {
        if (!field.IsEmpty && !values.Contains(field.Text))
            field.NotSupported(values);
    };

    /// <summary>A number that is at least this.</summary>
    public static Rule BeAtLeast(long least) =>
        NotBe(field => field.Number < least, string.Create(CultureInfo.InvariantCulture, $"must be greater than or equal to {least}"));

    /// <summary>A number that is at most this.</summary>
    public static Rule BeAtMost(long most) =>
        NotBe(field => field.Number > most, string.Create(CultureInfo.InvariantCulture, $"must be less than or equal to {most}"));

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Rule BeBetween(long least, long most) => NotBe(
        field => field.Number < least || field.Number > most,
        string.Create(CultureInfo.InvariantCulture, $"must be between {least} and {most}, inclusive"));

    /// <summary>A number above zero, said so.</summary>
    public static Rule BePositive(string message) => NotBe(field => field.Number <= 0, message);

    /// <summary>A path from the root.</summary>
    public static Rule BeAbsolute { get; } = NotBe(path => !path.Text.StartsWith('/'), "must be an absolute path");

    /// <summary>A text with none of these errors; an empty one is not there.</summary>
    public static Rule Be(Func<string, IEnumerable<string>> errors) => field =>
    {
        if (!field.IsEmpty)
            field.Invalid(errors(field.Text));
    };
}
