using BigBen.Foundation;
using BigBen.Kubernetes.Candidates;

namespace BigBen.Pipeline;

/// <summary>A commit that main may become.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Revisions">What it records anew, and the commits that lead to: git does not know the tag of a release yet.</param>
public sealed record Candidate(string Commit, IReadOnlyDictionary<string, string> Revisions);

/// <summary>The environments, as the pipeline needs them: could they run a commit, do they, and does a user see it?</summary>
public interface IEnvironments
{
    /// <summary>The gate before anything is recorded: the environments render, and every Application that the candidate changes.</summary>
    /// <returns>What is to be started of it before it is recorded.</returns>
    /// <exception cref="PlatformException">One does not; the sentence names it and Helm's reason.</exception>
    Task<IReadOnlyList<CandidateDeployment>> RenderAsync(Candidate candidate, CancellationToken cancellationToken);

    /// <summary>
    /// The second gate: starts each beside what runs, waits until it is ready, and asks its health and version. Nothing of it stays.
    /// </summary>
    /// <param name="step">Takes notes for the person who waits.</param>
    /// <param name="deployments">What <see cref="RenderAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends it, and what was started.</param>
    /// <exception cref="PlatformException">One crashes, does not get ready or answers wrongly; the sentence says how.</exception>
    Task TryAsync(Step step, IReadOnlyList<CandidateDeployment> deployments, CancellationToken cancellationToken);

    /// <summary>
    /// Makes what runs equal to a commit of main, and returns once every Application of an environment is synced and healthy.
    /// </summary>
    /// <param name="step">Takes notes for the person who waits.</param>
    /// <param name="commit">The commit, which main points at by now.</param>
    /// <param name="environment">The environment that is waited for.</param>
    /// <param name="cancellationToken">Stops waiting; the environments go on by themselves.</param>
    /// <exception cref="PlatformException">An Application does not become healthy; the last good version keeps serving.</exception>
    Task SyncAsync(Step step, string commit, string environment, CancellationToken cancellationToken);

    /// <summary>Asks every URL of an environment by the route that a user takes, until it answers with the recorded version.</summary>
    /// <param name="step">Takes notes for the person who waits.</param>
    /// <param name="commit">The commit that holds the records.</param>
    /// <param name="environment">The environment that is asked.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PlatformException">One does not in time; the sentence says what was seen.</exception>
    Task ProveAsync(Step step, string commit, string environment, CancellationToken cancellationToken);
}
