namespace BigBen.Manifests.Validation.Values;

/// <summary>The names of time zones.</summary>
internal static class TimeZones
{
    // A machine without the database (a distroless image) cannot tell whether there is such a zone.
    private static readonly Lazy<bool> IsDatabaseThere = new(() => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _));

    /// <summary>A zone of the IANA database.</summary>
    public static void BeKnown(Field zone)
    {
        var name = zone.Text;
        if (!zone.Exists)
            return;
        if (name.Length == 0)
            zone.Invalid("timeZone must be nil or non-empty string");
        else if (string.Equals(name, "Local", StringComparison.OrdinalIgnoreCase))
            zone.Invalid("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        else if (IsDatabaseThere.Value && !(IsSpelledRight(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)))
            zone.Invalid($"unknown time zone {name}");
    }

    private static bool IsSpelledRight(string name) =>
        name.All(character => char.IsAsciiLetterOrDigit(character) || "-+_/".Contains(character))
        && !name.StartsWith('/')
        && !name.EndsWith('/');
}
