namespace BigBen.ApiServer.Resources;

/// <summary>A part of an object that has a path of its own.</summary>
/// <param name="Name">The last part of the path, such as <c>scale</c>.</param>
/// <param name="Kind">The kind of what is read and written there.</param>
/// <param name="Verbs">What can be done there.</param>
/// <param name="Group">The API group of that kind; empty where it is the object's own.</param>
/// <param name="Version">The version of that group; empty where it is the object's own.</param>
internal sealed record ApiSubresource(string Name, string Kind, IReadOnlyList<string> Verbs, string Group = "", string Version = "")
{
    /// <summary>The number of replicas, as every scaled kind has it.</summary>
    public static ApiSubresource Scale { get; } = new("scale", "Scale", ApiVerbs.Part, "autoscaling", "v1");

    /// <summary>The status of a kind's objects.</summary>
    public static ApiSubresource Status(string kind) => new("status", kind, ApiVerbs.Part);
}
