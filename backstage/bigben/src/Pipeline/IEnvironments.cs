using BigBen.Kubernetes.Candidates;
using BigBen.Pipeline.Proving;

namespace BigBen.Pipeline;

/// <summary>A commit that main may become.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Revisions">What it records anew, and the commits that lead to: git does not know the tag of a release yet.</param>
public sealed record Candidate(string Commit, IReadOnlyDictionary<string, string> Revisions)
{
    /// <summary>
    /// Whether its pods have to find their Secrets; false for what ran before, and for a first start, before which there is no namespace to
    /// put one into.
    /// </summary>
    public bool IsTried { get; init; } = true;
}

/// <summary>The environments, as the pipeline needs them: could they run a commit, do they, and does a user see it?</summary>
public interface IEnvironments
{
    /// <summary>The gate before anything is recorded: the environments render, and every Application that the candidate changes.</summary>
    /// <returns>What is to be started of it before it is recorded.</returns>
    /// <exception cref="PlatformException">One does not; the sentence names it and Helm's reason.</exception>
    Task<IReadOnlyList<CandidateDeployment>> RenderAsync(Candidate candidate, CancellationToken cancellationToken);

    /// <summary>
    /// The second gate: starts each beside what runs, waits until it is ready, and asks its health and version; what brings a migration,
    /// on a copy of its database, where the version that runs has to work with it too. Nothing of it stays.
    /// </summary>
    /// <param name="step">Takes notes for the person who waits.</param>
    /// <param name="deployments">What <see cref="RenderAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends it, and what was started.</param>
    /// <exception cref="PlatformException">One crashes, does not get ready or answers wrongly; the sentence says how.</exception>
    Task TryAsync(Step step, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken);

    /// <summary>Makes what runs equal to a commit of main, and returns once the services that are awaited are synced and healthy.</summary>
    /// <param name="step">Takes notes for the person who waits.</param>
    /// <param name="awaited">The commit, which main points at by now, and what is waited for.</param>
    /// <param name="cancellationToken">Stops waiting; the environments go on by themselves.</param>
    /// <exception cref="PlatformException">A service does not become healthy; the last good version keeps serving.</exception>
    Task SyncAsync(Step step, Awaited awaited, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the URLs of an environment by the route that a user takes, until they answer with the recorded version. Services that are not
    /// awaited are asked too, and noted where they are not live.
    /// </summary>
    /// <param name="step">Takes notes for the person who waits.</param>
    /// <param name="awaited">The commit that holds the records, and what has to answer.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>The services that are what the commit says.</returns>
    /// <exception cref="PlatformException">One that is awaited does not in time; the sentence says what was seen.</exception>
    Task<IReadOnlyList<LiveService>> ProveAsync(Step step, Awaited awaited, CancellationToken cancellationToken);
}
