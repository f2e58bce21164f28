using BigBen.Git;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Protection;

/// <summary>
/// Somebody's wish to deliver a change into an environment that has to wait, and who has approved it: commits of main that change no file.
/// An environment has one at a time, the newest, until its record changes.
/// </summary>
/// <param name="Commit">The commit that asks: what people approve.</param>
/// <param name="Since">When it was asked for.</param>
/// <param name="Change">What is asked for.</param>
/// <param name="By">Who asks.</param>
/// <param name="Approvals">Who has approved it.</param>
internal sealed record ChangeRequest(
    string Commit, DateTimeOffset Since, ProposedChange Change, Person By, IReadOnlyList<Person> Approvals)
{
    private const string For = "Request-For";
    private const string Id = "Request-Change";
    private const string Approved = "Approved-Request";
    private const string Asks = "Request: ";

    /// <summary>The trailer that says who asked, of a request and of the record in the end.</summary>
    public const string RequestedBy = "Requested-By";

    /// <summary>The trailer that says who approved.</summary>
    public const string ApprovedBy = "Approved-By";

    /// <summary>The request of an environment that is open at a commit of main; null where there is none.</summary>
    public static async Task<ChangeRequest?> FindAsync(GitCli git, string head, string environment, CancellationToken cancellationToken)
    {
        // What people write by hand asks for nothing.
        var asked = (await git.WithTrailerAsync(head, For, environment, [Id, RequestedBy], cancellationToken))
            .FirstOrDefault(commit => commit.Subject.StartsWith(Asks, StringComparison.Ordinal));
        if (asked is not { } newest || Person.TryParse(newest.Trailers[1]) is not { } by)
            return null;
        var records = await git.LogAsync(head, EnvironmentFile.PathOf(environment), cancellationToken);
        if (records is [var recorded, ..] && !await git.IsAncestorAsync(recorded, newest.Id, cancellationToken))
            return null;
        var approvals = await git.WithTrailerAsync(head, Approved, newest.Id, [ApprovedBy], cancellationToken);
        return new ChangeRequest(
            newest.Id,
            newest.Time,
            new ProposedChange(environment, newest.Subject[Asks.Length..], newest.Trailers[0]),
            by,
            [.. approvals.Select(approval => Person.TryParse(approval.Trailers[0])).OfType<Person>().DistinctBy(person => person.Address)]);
    }

    /// <summary>Makes the commit that asks for a change; no ref moves.</summary>
    public static Task<string> CommitAsync(
        GitCli git, string head, ProposedChange change, Person by, CancellationToken cancellationToken) =>
        git.CommitFilesAsync(
            head,
            new Dictionary<string, string>(),
            $"{Asks}{change.Summary}\n\n{For}: {change.Environment}\n{Id}: {change.Id}\n{RequestedBy}: {by}",
            cancellationToken);

    /// <summary>Makes the commit by which somebody approves; no ref moves.</summary>
    /// <exception cref="PlatformException">They asked for it themselves, or have approved it already.</exception>
    public Task<string> ApproveAsync(GitCli git, string head, Person by, CancellationToken cancellationToken)
    {
        if (by.Is(By))
            throw new PlatformException($"{by} asked for '{Change.Summary}', and somebody else has to approve it.");
        if (Approvals.Any(by.Is))
            throw new PlatformException($"{by} has approved '{Change.Summary}' already.");
        return git.CommitFilesAsync(
            head,
            new Dictionary<string, string>(),
            $"Approve: {Change.Summary}\n\n{Approved}: {Commit}\n{ApprovedBy}: {by}",
            cancellationToken);
    }
}
