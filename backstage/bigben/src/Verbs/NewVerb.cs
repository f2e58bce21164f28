using BigBen.Verbs.Environments;
using BigBen.Verbs.Services;

namespace BigBen.Verbs;

/// <summary><c>new</c>: makes what a platform has many of, as one commit of the clone.</summary>
internal static class NewVerb
{
    public static Verb Create() =>
        new Verb(
            "new",
            "Make a service or an environment, as one commit that is ready to be pushed.",
            [.. NewServiceVerb.Examples, .. NewEnvironmentVerb.Examples])
        {
            NewServiceVerb.Create(),
            NewEnvironmentVerb.Create(),
        };
}
