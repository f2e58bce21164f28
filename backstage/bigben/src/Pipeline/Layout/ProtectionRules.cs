using System.Text.RegularExpressions;

namespace BigBen.Pipeline.Layout;

/// <summary>What must hold before anything is delivered into an environment, beside that the one before it has run it healthy.</summary>
internal sealed partial record ProtectionRules
{
    /// <summary>None.</summary>
    public static ProtectionRules None { get; } = new();

    /// <summary>
    /// Who may deliver into it: addresses as git knows people by, and <c>@logins</c> of GitHub, as CODEOWNERS has them; everybody where
    /// there are none.
    /// </summary>
    public IReadOnlyList<string> Deployers { get; init; } = [];

    /// <summary>How many people beside the one who asks must approve.</summary>
    public int Approvals { get; init; }

    /// <summary>When it is open; always where there are none.</summary>
    public IReadOnlyList<ReleaseWindow> ReleaseWindows { get; init; } = [];

    /// <summary>Whether there is any rule.</summary>
    internal bool IsAny => Deployers.Count > 0 || Approvals > 0 || ReleaseWindows.Count > 0;

    /// <summary>Reads those of an environment's settings.</summary>
    /// <exception cref="PlatformException">One means nothing; says which.</exception>
    public static ProtectionRules Read(JsonObject settings)
    {
        var rules = new ProtectionRules
        {
            Deployers = [.. Items(settings, "deployers").Select(entry => Deployer($"{entry}"))],
            Approvals = settings["approvals"] is not { } count ? 0
                : int.TryParse($"{count}", out var number) && number is >= 0 and <= 10 ? number
                : throw new PlatformException($"approvals must be a number from 0 to 10, not '{count}'"),
            ReleaseWindows = [.. Items(settings, "releaseWindows").Select(Window)],
        };
        return rules.IsAny ? rules : None;
    }

    private static JsonArray Items(JsonObject settings, string key) => settings[key] switch
    {
        null => [],
        JsonArray items => items,
        _ => throw new PlatformException($"{key} must be a list"),
    };

    private static ReleaseWindow Window(JsonNode? window) => window is JsonObject fields
        ? new ReleaseWindow(
            $"{fields["kind"]}", $"{fields["schedule"]}", $"{fields["duration"]}", fields["timeZone"]?.ToString())
        : throw new PlatformException("a window of releaseWindows has kind, schedule and duration");

    // No token of a workflow may ask who belongs to a team, and git knows none.
    private static string Deployer(string entry) =>
        Team().IsMatch(entry)
            ? throw new PlatformException(
                $"'{entry}' is a team, whose members cannot be known here: name people, or have GitHub's environment ask for the team")
            : Somebody().IsMatch(entry) ? entry
            : throw new PlatformException($"'{entry}' is nobody: write an address as git has it, or a login of GitHub with @ before it");

    [GeneratedRegex(@"^@[^@\s/]+/[^@\s]+\z")]
    private static partial Regex Team();

    [GeneratedRegex(@"^(?:@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\[bot\])?|[^@\s<>]+@[^@\s<>]+)\z")]
    private static partial Regex Somebody();
}
