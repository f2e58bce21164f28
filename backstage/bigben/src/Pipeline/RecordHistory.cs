using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>A record and the commit of main which wrote it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Commit">The commit.</param>
public sealed record PastRecord(ServiceRecord Record, string Commit);

/// <summary>What ran of a service in an environment, from the git history of the environment's file.</summary>
/// <param name="git">The repository.</param>
public sealed class RecordHistory(Git git)
{
    /// <summary>
    /// The records of a service as a stack: the last is what runs, the one before it is what a rollback restores. History is replayed
    /// from the start; a commit that restores the record below the top takes the top away, so rolling back twice goes back two steps
    /// instead of to and fro.
    /// </summary>
    /// <param name="head">The commit of main to look from.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<PastRecord>> StackAsync(string head, string environment, string service, CancellationToken cancellationToken)
    {
        var stack = new List<PastRecord>();
        foreach (var past in await AllAsync(head, environment, service, cancellationToken))
        {
            if (stack.Count > 0 && SameBuild(stack[^1].Record, past.Record))
                continue;
            if (stack.Count > 1 && SameBuild(stack[^2].Record, past.Record))
                stack.RemoveAt(stack.Count - 1);
            else
                stack.Add(past);
        }

        return stack;
    }

    /// <summary>The record of a service at every commit that wrote the environment's file, the oldest first; also where it stayed the same.</summary>
    public async Task<IReadOnlyList<PastRecord>> AllAsync(string head, string environment, string service, CancellationToken cancellationToken)
    {
        var commits = (await git.LogAsync(head, EnvironmentFile.PathOf(environment), cancellationToken)).Reverse().ToList();
        var texts = await git.ReadFileAtEachAsync(commits, EnvironmentFile.PathOf(environment), cancellationToken);
        return
        [
            .. commits.Zip(texts, (commit, text) => (Commit: commit, Record: RecordIn(environment, text, service)))
                .Where(past => past.Record is not null)
                .Select(past => new PastRecord(past.Record!, past.Commit)),
        ];
    }

    // A rollback in developer pins the revision of the record it restores, so the image tells whether it is the same one.
    private static bool SameBuild(ServiceRecord left, ServiceRecord right) => (left.Tag, left.Digest) == (right.Tag, right.Digest);

    // A file that people broke and mended in the past holds nothing to go back to.
    private static ServiceRecord? RecordIn(string environment, string? text, string service)
    {
        try
        {
            return EnvironmentFile.Parse(environment, text).Services.GetValueOrDefault(service);
        }
        catch (PlatformException)
        {
            return null;
        }
    }
}
