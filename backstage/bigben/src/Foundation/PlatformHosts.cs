namespace BigBen.Foundation;

/// <summary>The names that a platform answers to. <c>*.localhost</c> is loopback by RFC 6761, so no hosts file is needed.</summary>
public static class PlatformHosts
{
    /// <summary>What every host ends in.</summary>
    public const string Domain = "bigben.localhost";

    /// <summary>The console's and API's host on the local platform.</summary>
    public const string Console = $"console.{Domain}";
}
