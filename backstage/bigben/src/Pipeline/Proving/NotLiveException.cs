using BigBen.Kubernetes.Waiting;

namespace BigBen.Pipeline.Proving;

/// <summary>What main records is not live: unlike what is refused, it is in git, and the environments go on towards it.</summary>
internal sealed class NotLiveException : PlatformException
{
    /// <summary>How the message begins, which is the last line of a push.</summary>
    public const string Mark = "NOT LIVE: ";

    private const string Wait = "main holds it; './bootstrap/big-ben.sh status --wait' waits until it is live.";

    private NotLiveException(string seen, string then, IReadOnlyList<string> byVersion, Exception inner)
        : base(OneLine($"{Mark}{seen.TrimEnd('.')}. {then}"), inner) => (Seen, ByVersion) = (seen, byVersion);

    /// <summary>What was seen.</summary>
    public string Seen { get; }

    /// <summary>The services whose own version is why; none where it may be anything else.</summary>
    public IReadOnlyList<string> ByVersion { get; }

    /// <summary>What a failure after the record means.</summary>
    public static NotLiveException Of(PlatformException failure) => failure is UnhealthyException unhealthy
        ? new NotLiveException(unhealthy.Seen, $"{unhealthy.Closing} {Wait}", unhealthy.ByVersion, failure)
        : new NotLiveException(failure.Message, Wait, [], failure);

    /// <summary>The same, and what was done about it.</summary>
    public NotLiveException Then(string done) => new(Seen, done, ByVersion, this);

    /// <summary>Any reason as one line that begins with <see cref="Mark"/>.</summary>
    public static string Line(string reason) => OneLine(reason.StartsWith(Mark, StringComparison.Ordinal) ? reason : Mark + reason);

    private static string OneLine(string text) =>
        string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
