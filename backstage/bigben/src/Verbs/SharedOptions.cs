using System.CommandLine;
using BigBen.Pipeline.Layout;
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
        new Argument<string>("environment") { Description = "The environment.", HelpName = "environment" }.From(Environments);

    /// <summary>The environment that a release goes to.</summary>
    public static Option<string?> To() => new Option<string?>("--to")
    {
        Description = "The environment that it goes to, from the one before it (default: the last).",
        HelpName = "ENVIRONMENT",
    }.From(() => Environments()[1..]);

    /// <summary>The environments that the clone lists; those of a clone without a list where it cannot be read.</summary>
    public static string[] Environments()
    {
        try
        {
            return [.. EnvironmentList.OfClone(Session.FindRoot()).Names];
        }
        catch (Exception e) when (e is PlatformException or IOException)
        {
            return [.. EnvironmentList.Parse("").Names];
        }
    }

    /// <summary>What every host ends in.</summary>
    public static Option<string> Domain() => new("--domain")
    {
        Description = "What every host ends in.",
        HelpName = "DOMAIN",
        DefaultValueFactory = _ => PlatformHosts.Domain,
    };

    /// <summary>The reason to deliver into an environment that asks to wait.</summary>
    public static Option<string?> Override() => new("--override")
    {
        Description = "Do not wait for approvals and release windows; the commit that records it says why, and who.",
        HelpName = "REASON",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for scripts." };
}
