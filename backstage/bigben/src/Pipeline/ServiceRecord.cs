namespace BigBen.Pipeline;

/// <summary>What runs of one service in one environment.</summary>
/// <param name="Revision">
/// The git revision at which its chart and values are read: <c>main</c>, a released version such as <c>v1.2.0</c>, or, after a
/// rollback in developer, a full commit id.
/// </param>
/// <param name="Tag">The image's tag, which is also the version that the service tells.</param>
/// <param name="Digest">The image's digest, <c>sha256:</c> and 64 hexadecimal digits.</param>
public sealed record ServiceRecord(string Revision, string Tag, string Digest)
{
    /// <summary>The revision of a service that follows the branch.</summary>
    public const string Main = "main";
}
