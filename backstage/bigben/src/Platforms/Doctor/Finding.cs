using System.Text.Json.Serialization;

namespace BigBen.Platforms.Doctor;

/// <summary>How much a finding matters.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, with a restriction that is named.</summary>
    Warning,

    /// <summary>The platform cannot come up until it is repaired.</summary>
    Blocker,
}

/// <summary>What a look at one thing of the machine found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Found">What is there.</param>
/// <param name="Remedy">What to do about it; null where there is nothing to do.</param>
public sealed record Finding(string Check, Severity Severity, string Found, string? Remedy = null)
{
    /// <summary>As it should be.</summary>
    public static Finding Good(string check, string found) => new(check, Severity.Good, found);

    /// <summary>Goes on where nothing is in the way.</summary>
    /// <exception cref="PlatformException">It is a blocker.</exception>
    public void Require()
    {
        if (Severity == Severity.Blocker)
            throw new PlatformException($"{Check}: {Found}. {Remedy}");
    }
}
