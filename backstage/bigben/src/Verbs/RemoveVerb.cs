using BigBen.Verbs.Environments;
using BigBen.Verbs.Services;

namespace BigBen.Verbs;

/// <summary><c>remove</c>: takes out what <c>new</c> makes, as one commit of the clone.</summary>
internal static class RemoveVerb
{
    public static Verb Create() =>
        new Verb(
            "remove",
            "Take a service or an environment out, as one commit that is ready to be pushed.",
            [.. RemoveServiceVerb.Examples, .. RemoveEnvironmentVerb.Examples])
        {
            RemoveServiceVerb.Create(),
            RemoveEnvironmentVerb.Create(),
        };
}
