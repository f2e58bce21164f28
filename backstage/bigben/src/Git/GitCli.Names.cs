using System.Buffers;
using System.Text.RegularExpressions;

namespace BigBen.Git;

// git takes a tag before a branch where both have a name, Argo CD the branch, and neither tells: so short names are never left to either.
public sealed partial class GitCli
{
    // What no name of a ref has (git-check-ref-format(1)), for with it git would calculate.
    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" ~^:?*[\\");

    /// <summary>Whether a text is a full commit id: 40 hexadecimal digits, or 64 in a repository of SHA-256.</summary>
    public static bool IsFullId(string text) => FullId().IsMatch(text);

    /// <summary>
    /// The commit that a person means: a full name such as <c>refs/tags/v1.2.0</c>, a branch, a tag, or a commit id; null where there is
    /// none.
    /// </summary>
    /// <exception cref="PlatformException">A branch and a tag have that name, and lead to different commits.</exception>
    public async Task<string?> TryResolveNameAsync(string revision, CancellationToken cancellationToken)
    {
        if (IsFullId(revision) || revision.StartsWith("refs/", StringComparison.Ordinal))
            return await TryResolveAsync(revision, cancellationToken);
        var branch = await TryResolveAsync($"refs/heads/{revision}", cancellationToken);
        var tag = await TryResolveAsync($"refs/tags/{revision}", cancellationToken);
        return branch is null || tag is null || branch == tag
            ? branch ?? tag ?? await TryResolveAsync(revision, cancellationToken)
            : throw new PlatformException(
                $"'{revision}' is a branch and a tag: write refs/heads/{revision} or refs/tags/{revision}, whichever you mean.");
    }

    /// <summary>
    /// The commit that Argo CD takes a <c>targetRevision</c> for: a full commit id, a full name, <c>HEAD</c>, or the short name of a
    /// branch before that of a tag. An abbreviated id is none.
    /// </summary>
    /// <exception cref="PlatformException">It is none of these; the sentence is Argo CD's.</exception>
    public async Task<string> ResolveTargetAsync(string targetRevision, CancellationToken cancellationToken)
    {
        var isFull = IsFullId(targetRevision) || targetRevision == "HEAD" || targetRevision.StartsWith("refs/", StringComparison.Ordinal);
        string[] names = targetRevision.AsSpan().ContainsAny(NotInNames) || targetRevision.Contains("@{", StringComparison.Ordinal) ? []
            : isFull ? [targetRevision]
            : [$"refs/heads/{targetRevision}", $"refs/tags/{targetRevision}"];
        foreach (var name in names)
        {
            if (await TryResolveAsync(name, cancellationToken) is { } commit)
                return commit;
        }

        throw new PlatformException(AbbreviatedId().IsMatch(targetRevision)
            ? "invalid revision provided, must be SHA"
            : $"unable to resolve '{targetRevision}' to a commit SHA");
    }

    [GeneratedRegex(@"^(?:[0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex FullId();

    // Argo CD's own pattern of one (util/git, IsTruncatedCommitSHA).
    [GeneratedRegex(@"^[0-9a-fA-F]{7,}\z")]
    private static partial Regex AbbreviatedId();
}
