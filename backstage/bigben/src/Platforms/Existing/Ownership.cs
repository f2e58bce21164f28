using BigBen.Kubernetes;

namespace BigBen.Platforms.Existing;

/// <summary>What in a cluster of others is whose: by labels, which objects keep whatever becomes of this machine.</summary>
internal static class Ownership
{
    /// <summary>The label of everything that a platform makes: its value is the platform's name.</summary>
    public const string Label = "bigben.localhost/platform";

    /// <summary>Kubernetes' label for who manages an object; whoever gives a namespace to Big Ben sets it.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>The value of <see cref="ManagedBy"/>.</summary>
    public const string Manager = "big-ben";

    /// <summary>The labels of what a platform makes.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(string platform) =>
        new Dictionary<string, string> { [ManagedBy] = Manager, [Label] = platform };

    /// <summary>Whether a platform made an object.</summary>
    public static bool IsOf(JsonElement body, string platform) => body.TextAt("metadata", "labels", Label) == platform;

    /// <summary>Refuses a namespace of somebody else.</summary>
    /// <exception cref="PlatformException">Nobody gave it to Big Ben.</exception>
    public static void Require(JsonElement body)
    {
        var name = body.NameOf();
        if (body.TextAt("metadata", "labels", ManagedBy) != Manager)
            throw new PlatformException(
                $"The namespace '{name}' is there already and not Big Ben's: delete it, or give it to Big Ben with "
                + $"'kubectl label namespace {name} {ManagedBy}={Manager}'; it then stays when the platform goes.");
    }
}
