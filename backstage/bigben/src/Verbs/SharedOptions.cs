using System.CommandLine;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs;

/// <summary>Arguments and options that more than one verb takes.</summary>
internal static class SharedOptions
{
    public static Option<string?> State { get; } = new("--state")
    {
        Description = "The platform's state folder (default: .big-ben in the clone); one folder, one platform.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>The version of a release.</summary>
    public static Argument<string> Version(string description)
    {
        var version = new Argument<string>("version") { Description = description };
        version.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && SemanticVersion.TryParse(token.Value) is null)
                result.AddError($"'{token.Value}' is not a version: v and a semantic version, such as v1.2.0.");
        });
        return version;
    }

    /// <summary>One of the environments.</summary>
    public static Argument<string> Environment() =>
        new Argument<string>("environment") { Description = $"The environment: {string.Join(" or ", EnvironmentFile.All)}." }
            .From([.. EnvironmentFile.All]);

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for scripts." };
}
