using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>What recording did.</summary>
/// <param name="Commit">The commit that main stands at.</param>
/// <param name="Changed">Whether a commit was made.</param>
/// <param name="Kept">The services whose record stayed, because what runs is newer than what was to be recorded.</param>
public sealed record RecordResult(string Commit, bool Changed, IReadOnlyList<string> Kept);

/// <summary>Writes the records of an environment: one commit for all services, on whatever main is by now, and never backwards.</summary>
/// <param name="branch">The branch main.</param>
public sealed class Recorder(IMainBranch branch)
{
    // Each lost race means that somebody else succeeded; so many in a row mean that something else is wrong.
    private const int Attempts = 200;

    /// <summary>Records services in an environment, on a fresh base as often as it takes.</summary>
    /// <param name="environment">Such as <c>developer</c>.</param>
    /// <param name="records">The services' new records; null removes one. Services not named stay as they are.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellationToken">Stops the work; main then either has the commit or it has not.</param>
    /// <exception cref="PlatformException">The file in git is malformed, or main cannot be written.</exception>
    public async Task<RecordResult> RecordAsync(
        string environment, IReadOnlyDictionary<string, ServiceRecord?> records, string message, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> kept = [];
        var (commit, changed) = await AdvanceAsync(environment, async head =>
        {
            (var made, kept) = await CommitAsync(branch.Git, head, environment, records, message, backwards: false, cancellationToken);
            return made;
        }, cancellationToken);
        return new RecordResult(commit, changed, kept);
    }

    /// <summary>Moves main to a commit that is made on top of it, and made anew as often as somebody else was faster.</summary>
    /// <param name="environment">What is being recorded, for the sentence of a failure.</param>
    /// <param name="make">From the tip of main: the commit on top of it, or the tip itself where there is nothing to do.</param>
    /// <param name="cancellationToken">Stops the work; main then either has the commit or it has not.</param>
    /// <returns>Where main stands, and whether it was moved.</returns>
    internal async Task<(string Commit, bool Changed)> AdvanceAsync(string environment, Func<string, Task<string>> make, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var head = await branch.HeadAsync(cancellationToken);
            var commit = await make(head);
            if (commit == head || await branch.TryAdvanceAsync(head, commit, null, cancellationToken))
                return (commit, commit != head);
            await Task.Delay(Random.Shared.Next(5, 50), cancellationToken);
        }

        throw new PlatformException($"main moved {Attempts} times while {environment} was being recorded: look for a stale .lock file in the repository, then run the command again.");
    }

    /// <summary>Makes the commit that records services on top of a base, without moving any ref; the base itself where nothing changes.</summary>
    /// <remarks>A delivery in the forge may go backwards: main itself says so then, for instance when a merge drops a change.</remarks>
    internal static async Task<(string Commit, IReadOnlyList<string> Kept)> CommitAsync(
        Git git, string head, string environment, IReadOnlyDictionary<string, ServiceRecord?> records, string message, bool backwards, CancellationToken cancellationToken)
    {
        var file = await EnvironmentFile.ReadAsync(git, head, environment, cancellationToken);
        var services = new Dictionary<string, ServiceRecord>(file.Services);
        var kept = new List<string>();
        foreach (var (service, record) in records)
        {
            if (record is null)
                services.Remove(service);
            else if (!backwards && services.TryGetValue(service, out var current) && await IsOlderAsync(git, record, current, cancellationToken))
                kept.Add(service);
            else
                services[service] = record;
        }

        return services.Count == file.Services.Count && services.All(pair => file.Services.GetValueOrDefault(pair.Key) == pair.Value)
            ? (head, kept)
            : (await WriteAsync(git, head, file with { Services = services }, message, cancellationToken), kept);
    }

    /// <summary>Makes the commit that writes a whole environment file, without asking what is newer; a rollback does so.</summary>
    internal static Task<string> WriteAsync(Git git, string head, EnvironmentFile file, string message, CancellationToken cancellationToken) =>
        git.CommitFilesAsync(head, new Dictionary<string, string> { [EnvironmentFile.PathOf(file.Name)] = file.ToString() }, message, cancellationToken);

    // Versions are compared as versions, commits by their ancestry.
    private static async Task<bool> IsOlderAsync(Git git, ServiceRecord record, ServiceRecord current, CancellationToken cancellationToken)
    {
        if (SemanticVersion.TryParse(record.Tag) is { } version && SemanticVersion.TryParse(current.Tag) is { } recorded)
            return version < recorded;
        if (record.Tag == current.Tag
            || await git.TryResolveAsync(record.Tag, cancellationToken) is not { } commit
            || await git.TryResolveAsync(current.Tag, cancellationToken) is not { } running)
        {
            return false;
        }

        return await git.IsAncestorAsync(commit, running, cancellationToken);
    }
}
