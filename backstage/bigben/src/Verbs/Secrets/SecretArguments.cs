using System.CommandLine;

namespace BigBen.Verbs.Secrets;

/// <summary>What the verbs below <c>secret</c> are told.</summary>
internal static class SecretArguments
{
    public static Argument<string> Service() => new("service") { Description = "The service." };

    public static Argument<string> Environment() => new("environment") { Description = "The environment." };

    public static Argument<string> Key() =>
        new("key") { Description = "The name of the value; as a variable, letters, digits and underscores." };
}
