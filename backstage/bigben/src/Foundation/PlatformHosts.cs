namespace BigBen.Foundation;

/// <summary>The names that a platform answers to. <c>*.localhost</c> is loopback by RFC 6761, so no hosts file is needed.</summary>
public static class PlatformHosts
{
    /// <summary>What every host ends in, unless <c>--domain</c> says otherwise.</summary>
    public const string Domain = "bigben.localhost";

    /// <summary>The port of HTTP, the one that nobody writes.</summary>
    public const int UsualPort = 80;

    /// <summary>A host, or a URL that ends in one, with the port that it is reached at, as people write it.</summary>
    public static string AtPort(string host, int port) => port == UsualPort ? host : $"{host}:{port}";

    /// <summary>The console's and API's host, likewise.</summary>
    public const string Console = $"console.{Domain}";
}
