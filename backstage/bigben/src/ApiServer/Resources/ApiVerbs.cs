namespace BigBen.ApiServer.Resources;

/// <summary>The verbs of the API that go together, in the order of Kubernetes' own discovery.</summary>
internal static class ApiVerbs
{
    /// <summary>Everything.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>Everything, in the order of a custom resource.</summary>
    public static IReadOnlyList<string> Custom { get; } =
        ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    /// <summary>Everything but deleting all at once.</summary>
    public static IReadOnlyList<string> OneByOne { get; } = ["create", "delete", "get", "list", "patch", "update", "watch"];

    /// <summary>Of a part that is read and written.</summary>
    public static IReadOnlyList<string> Part { get; } = ["get", "patch", "update"];

    /// <summary>Of what is read and followed, never written.</summary>
    public static IReadOnlyList<string> Followed { get; } = ["get", "list", "watch"];

    /// <summary>Of what is measured at the moment of asking.</summary>
    public static IReadOnlyList<string> Measured { get; } = ["get", "list"];

    /// <summary>Of a question that is answered and not kept.</summary>
    public static IReadOnlyList<string> Review { get; } = ["create"];

    /// <summary>Of a part that is only put in the place of what was there.</summary>
    public static IReadOnlyList<string> Replaced { get; } = ["update"];

    /// <summary>Of a text that is read.</summary>
    public static IReadOnlyList<string> Read { get; } = ["get"];

    /// <summary>Of a part that is a connection.</summary>
    public static IReadOnlyList<string> Connected { get; } = ["create", "get"];
}
