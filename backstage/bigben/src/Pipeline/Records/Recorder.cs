using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline.Records;

/// <summary>Makes the commits that record; whoever calls moves main to them.</summary>
internal static class Recorder
{
    /// <summary>
    /// Makes the commit on top of another that records services in an environment. The whole file is written anew, and with it what
    /// was recorded under a revision that moves.
    /// </summary>
    /// <param name="git">The repository.</param>
    /// <param name="head">The commit below.</param>
    /// <param name="environment">Such as <c>developer</c>.</param>
    /// <param name="records">The services' new records; null removes one. Services not named stay as they are.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellationToken">Stops the work; no ref moves in any case.</param>
    /// <returns>The commit; <paramref name="head"/> itself where nothing changes.</returns>
    /// <exception cref="PlatformException">The file in git is malformed.</exception>
    public static async Task<string> CommitAsync(
        Git git,
        string head,
        string environment,
        IReadOnlyDictionary<string, ServiceRecord?> records,
        string message,
        CancellationToken cancellationToken)
    {
        var file = await EnvironmentFile.ReadAsync(git, head, environment, cancellationToken);
        var services = new Dictionary<string, ServiceRecord>(file.Services);
        foreach (var (service, record) in records)
        {
            if (record is null)
                services.Remove(service);
            else
                services[service] = record;
        }

        if (services.Count == file.Services.Count && services.All(pair => file.Services.GetValueOrDefault(pair.Key) == pair.Value))
            return head;
        var written = file with { Services = services.ToDictionary(pair => pair.Key, pair => pair.Value.PinnedAt(head)) };
        return await git.CommitFilesAsync(
            head, new Dictionary<string, string> { [EnvironmentFile.PathOf(environment)] = written.ToString() }, message,
            cancellationToken);
    }
}
