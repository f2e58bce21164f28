using BigBen.Verbs.Environments;

namespace BigBen.Verbs;

/// <summary><c>remove</c>: takes out what <c>new</c> makes, as one commit of the clone.</summary>
internal static class RemoveVerb
{
    public static System.CommandLine.Command Create() =>
        new Verb("remove", "Take an environment out, as one commit that is ready to be pushed.", [.. RemoveEnvironmentVerb.Examples])
        {
            RemoveEnvironmentVerb.Create(),
        };
}
