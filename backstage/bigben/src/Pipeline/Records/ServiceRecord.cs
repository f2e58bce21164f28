using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline.Records;

/// <summary>What runs of one service in one environment.</summary>
/// <param name="Revision">
/// The git revision at which its chart and values are read. It never moves: the full id of the delivered commit, or the tag of the
/// release, such as <c>refs/tags/v1.2.0</c>. Short names mean a branch to Argo CD as soon as there is one, and short ids nothing.
/// </param>
/// <param name="Tag">The image's tag, which is also the version that the service tells.</param>
/// <param name="Digest">The image's digest, <c>sha256:</c> and 64 hexadecimal digits.</param>
public sealed record ServiceRecord(string Revision, string Tag, string Digest)
{
    private const string Main = "main";

    /// <summary>Whether its chart and values follow the branch, as records of developer did before they named a commit.</summary>
    internal bool FollowsMain => Revision == Main;

    /// <summary>The revision of a release.</summary>
    internal static string RevisionOf(SemanticVersion version) => $"refs/tags/{version}";

    /// <summary>The same record at a revision that never moves: what was written as <c>main</c> or <c>v1.2.0</c> before.</summary>
    /// <param name="commit">The commit that stands for main.</param>
    internal ServiceRecord PinnedAt(string commit) =>
        FollowsMain ? this with { Revision = commit }
        : SemanticVersion.TryParse(Revision) is { } version ? this with { Revision = RevisionOf(version) }
        : this;

    /// <summary>What tells it from another record of the service: its tag, or the revision too where the image is the same.</summary>
    internal string NameBeside(ServiceRecord other) =>
        Tag != other.Tag ? Tag : $"{Tag} as of {(Revision.Length == 40 ? Revision[..7] : Revision)}";
}
