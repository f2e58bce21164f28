namespace BigBen.Foundation;

/// <summary>The names that a platform answers to. <c>*.localhost</c> is loopback by RFC 6761, so no hosts file is needed.</summary>
public static class PlatformHosts
{
    /// <summary>What every host ends in, unless <c>--domain</c> says otherwise.</summary>
    public const string Domain = "bigben.localhost";

    /// <summary>The console's and API's host, likewise.</summary>
    public const string Console = $"console.{Domain}";
}
