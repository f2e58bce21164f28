using BigBen.Git;
using BigBen.Pipeline.Layout;

namespace BigBen.Pipeline.Protection;

/// <summary>Asks whether a change may go into an environment now.</summary>
/// <param name="git">The repository.</param>
/// <param name="clock">Tells whether windows are open.</param>
/// <param name="reviews">Who approved elsewhere; null where approvals are in git alone.</param>
internal sealed class ProtectionGate(GitCli git, TimeProvider clock, IReviews? reviews)
{
    /// <summary>The trailer that says why a change did not wait.</summary>
    public const string Override = "Override";

    private const string OverrideBy = "Override-By";

    /// <summary>Asks.</summary>
    /// <param name="head">The tip of main.</param>
    /// <param name="environment">The environment, with its rules.</param>
    /// <param name="change">The change.</param>
    /// <param name="asking">Who wants it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="isProposed">Whether it becomes a pull request, which people approve on GitHub.</param>
    /// <exception cref="PlatformException">Nobody knows who asks, or they may not deliver there.</exception>
    public async Task<Passage> AskAsync(
        string head,
        DeliveryEnvironment environment,
        ProposedChange change,
        Asking asking,
        CancellationToken cancellationToken,
        bool isProposed = false)
    {
        var rules = environment.Protection;
        if (!rules.IsAny)
            return Passage.Free;
        var by = RequireDeployer(environment, asking.By, change.Summary);
        if (isProposed)
            rules = rules with { Approvals = 0 };
        var open = await ChangeRequest.FindAsync(git, head, environment.Name, cancellationToken);
        var request = open?.Change.Id == change.Id ? open : null;
        var first = request?.By ?? by;
        var reviewed = reviews is null || rules.Approvals == 0 ? [] : await reviews.OfAsync(environment.Name, cancellationToken);
        var approvals = Counting(environment, first, (request?.Approvals ?? []).Concat(reviewed));
        var now = clock.GetUtcNow();
        var commit = isProposed ? null : request?.Commit;
        var missing = Waiting.Missing(rules, approvals.Count, commit, now);
        List<string> trailers =
        [
            $"{ChangeRequest.RequestedBy}: {first}", .. approvals.Select(person => $"{ChangeRequest.ApprovedBy}: {person}"),
        ];
        if (missing.Count == 0)
            return new Passage(trailers, null);
        if (asking.Override is { } reason)
            return new Passage([.. trailers, $"{Override}: {reason}", $"{OverrideBy}: {by}"], null);
        if (commit is null && !isProposed)
        {
            commit = await ChangeRequest.CommitAsync(git, head, change, by, cancellationToken);
            missing = Waiting.Missing(rules, approvals.Count, commit, now);
        }

        return new Passage([], new Waiting(change, first, commit, request is not null, missing));
    }

    /// <summary>Requires that somebody may deliver into an environment, and so may approve what others do.</summary>
    /// <exception cref="PlatformException">They may not, or nobody knows who they are.</exception>
    public static Person RequireDeployer(DeliveryEnvironment environment, Person? person, string what)
    {
        if (person is null)
            throw new PlatformException(
                $"'{what}' is refused: {environment.Name} asks who wants it, and that is not known: give the command in a terminal, once " +
                "'git config user.name' and 'git config user.email' say who you are.");
        return MayDeliver(environment, person)
            ? person
            : throw new PlatformException(
                $"'{what}' is refused: {person.Address} is none of those who may deliver to {environment.Name} " +
                $"({string.Join(", ", environment.Protection.Deployers)}; {EnvironmentList.File}): ask one of them.");
    }

    /// <summary>The approvals that count: of others than who asked, each once, and of those who may deliver now.</summary>
    /// <param name="environment">The environment, with its rules.</param>
    /// <param name="first">Who asked.</param>
    /// <param name="approvals">Who approved.</param>
    public static IReadOnlyList<Person> Counting(DeliveryEnvironment environment, Person first, IEnumerable<Person> approvals) =>
    [
        .. approvals.Where(person => !person.Is(first) && MayDeliver(environment, person))
            .DistinctBy(person => person.Address, StringComparer.OrdinalIgnoreCase),
    ];

    private static bool MayDeliver(DeliveryEnvironment environment, Person person) =>
        environment.Protection.Deployers.Count == 0 || person.IsIn(environment.Protection.Deployers);
}
