using BigBen.Verbs.Environments;

namespace BigBen.Verbs;

/// <summary><c>new</c>: makes what a platform has many of, as one commit of the clone.</summary>
internal static class NewVerb
{
    public static System.CommandLine.Command Create() =>
        new Verb("new", "Make an environment, as one commit that is ready to be pushed.", [.. NewEnvironmentVerb.Examples])
        {
            NewEnvironmentVerb.Create(),
        };
}
