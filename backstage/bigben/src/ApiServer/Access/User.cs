namespace BigBen.ApiServer.Access;

/// <summary>Who asks.</summary>
/// <param name="Name">The name.</param>
/// <param name="Groups">The groups.</param>
internal sealed record User(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>Whoever brings no token; may ask whether the server lives, and nothing else.</summary>
    public static User Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>The one who has the kubeconfig; may do everything.</summary>
    public static User Admin { get; } = new("big-ben-admin", ["system:masters", "system:authenticated"]);

    /// <summary>Whether everything is allowed.</summary>
    public bool IsAdmin => this == Admin;
}
