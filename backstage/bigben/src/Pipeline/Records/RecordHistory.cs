using BigBen.Git;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline.Records;

/// <summary>A record and the commit of main that wrote it.</summary>
/// <param name="Record">The record, at a revision that never moves.</param>
/// <param name="Commit">The commit.</param>
/// <param name="FollowedMain">Whether it was written as one that follows main, with the chart and values of several commits.</param>
internal sealed record PastRecord(ServiceRecord Record, string Commit, bool FollowedMain);

/// <summary>What ran in an environment, from the git history of its file.</summary>
internal sealed class RecordHistory
{
    private readonly IReadOnlyList<(string Commit, EnvironmentFile File)> _files;

    private RecordHistory(IReadOnlyList<(string Commit, EnvironmentFile File)> files) => _files = files;

    /// <summary>Every version that was ever recorded.</summary>
    public IEnumerable<SemanticVersion> Versions =>
        _files.SelectMany(past => past.File.Services.Values).Select(record => record.Tag).Distinct()
            .Select(SemanticVersion.TryParse).OfType<SemanticVersion>();

    /// <summary>Reads the history of an environment.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="head">The commit of main to look from.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<RecordHistory> ReadAsync(GitCli git, string head, string environment, CancellationToken cancellationToken)
    {
        var path = EnvironmentFile.PathOf(environment);
        var commits = (await git.LogAsync(head, path, cancellationToken)).Reverse().ToList();
        var texts = await git.ReadFileAtEachAsync(commits, path, cancellationToken);
        var files = new List<(string Commit, EnvironmentFile File)>();
        foreach (var (commit, text) in commits.Zip(texts))
        {
            // A file that people broke and repaired in the past holds nothing to go back to.
            if (EnvironmentFile.TryParse(environment, text) is { } file)
                files.Add((commit, file));
        }

        return new RecordHistory(files);
    }

    /// <summary>The records of a service, each where it became another than before, the oldest first.</summary>
    public IReadOnlyList<PastRecord> Of(string service)
    {
        var changes = new List<PastRecord>();
        ServiceRecord? written = null;
        foreach (var (commit, file) in _files)
        {
            if (file.Services.GetValueOrDefault(service) is not { } record || record == written)
                continue;
            written = record;
            var pinned = record.PinnedAt(commit);
            if (changes.Count == 0 || changes[^1].Record != pinned)
                changes.Add(new PastRecord(pinned, commit, record.FollowsMain));
        }

        return changes;
    }

    /// <summary>The last records of every service, and those that rollbacks would restore.</summary>
    /// <param name="count">So many of each.</param>
    public IEnumerable<ServiceRecord> Lately(int count) =>
        _files.SelectMany(past => past.File.Services.Keys).Distinct()
            .SelectMany(service => Of(service).TakeLast(count).Concat(Stack(service).TakeLast(count)))
            .Select(past => past.Record);

    /// <summary>
    /// The commit whose inputs, chart and values a service's record stands for: the newest that was delivered, also where a rollback took
    /// it back since. What was pushed meanwhile and is not delivered yet is not rolled back. Null where the service has no record.
    /// </summary>
    public string? StandsFor(string service)
    {
        var changes = Of(service);
        var delivered = changes.Where((past, index) => !changes.Take(index).Any(before => before.Record == past.Record)).LastOrDefault();
        return delivered is null ? null : Delivered(delivered);
    }

    /// <summary>Every commit that was ever delivered there, for whatever service.</summary>
    public IReadOnlyList<string> Deliveries =>
        [.. _files.SelectMany(past => past.File.Services.Keys).Distinct().SelectMany(Of).Select(Delivered).Distinct()];

    /// <summary>
    /// The records of a service as a stack: the last is what runs, the one before it is what a rollback restores. History is replayed
    /// from the start; a commit that restores the record below the top takes the top away, so rolling back twice goes back two steps
    /// instead of to and fro.
    /// </summary>
    public IReadOnlyList<PastRecord> Stack(string service) => Replay(service).Stack;

    /// <summary>Whether a record of a service was rolled back from, and was not given again since.</summary>
    public bool IsUndone(string service, ServiceRecord record) => Replay(service).Undone.Contains(record);

    /// <summary>The commit that first recorded a revision; null where none did.</summary>
    public string? FirstWith(string revision) =>
        _files.FirstOrDefault(past => past.File.Services.Values.Any(record => record.PinnedAt(past.Commit).Revision == revision)).Commit;

    private (IReadOnlyList<PastRecord> Stack, HashSet<ServiceRecord> Undone) Replay(string service)
    {
        var stack = new List<PastRecord>();
        var undone = new HashSet<ServiceRecord>();
        foreach (var past in Of(service))
        {
            if (stack.Count > 1 && stack[^2].Record == past.Record)
            {
                undone.Add(stack[^1].Record);
                stack.RemoveAt(stack.Count - 1);
                continue;
            }

            undone.Remove(past.Record);
            if (stack.Count > 0 && stack[^1].FollowedMain && SameImage(stack[^1].Record, past.Record))
                // The same record, now with the commit that it had followed main to.
                stack[^1] = past;
            else
                stack.Add(past);
        }

        return (stack, undone);
    }

    private static string Delivered(PastRecord past) => past.FollowedMain ? past.Record.Tag : past.Record.Revision;

    private static bool SameImage(ServiceRecord left, ServiceRecord right) => (left.Tag, left.Digest) == (right.Tag, right.Digest);
}
