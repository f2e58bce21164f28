using System.CommandLine;

namespace BigBen.Verbs;

/// <summary>Options that more than one verb takes.</summary>
internal static class SharedOptions
{
    public static Option<string?> State { get; } = new("--state")
    {
        Description = "The platform's state folder (default: .big-ben in the clone); one folder, one platform.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for scripts." };
}
