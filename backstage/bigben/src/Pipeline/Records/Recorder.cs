using BigBen.Git;
using BigBen.Pipeline.Layout;

namespace BigBen.Pipeline.Records;

/// <summary>Makes the commits that record; whoever calls moves main to them.</summary>
internal static class Recorder
{
    /// <summary>
    /// Makes the commit on top of another that records services in an environment. The whole file is written anew, and with it what
    /// was recorded under a revision that moves. A file of any environment that people broke is repaired by the same commit.
    /// </summary>
    /// <param name="git">The repository.</param>
    /// <param name="head">The commit below.</param>
    /// <param name="environment">Such as <c>developer</c>.</param>
    /// <param name="records">The services' new records; null removes one. Services not named stay as they are.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellationToken">Stops the work; no ref moves in any case.</param>
    /// <returns>The commit; <paramref name="head"/> itself where nothing changes.</returns>
    public static async Task<string> CommitAsync(
        GitCli git,
        string head,
        string environment,
        IReadOnlyDictionary<string, ServiceRecord?> records,
        string message,
        CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, string>();
        var damage = new List<string>();
        foreach (var name in (await EnvironmentList.ReadAsync(git, head, cancellationToken)).Names)
        {
            var file = await EnvironmentFile.ReadAsync(git, head, name, cancellationToken);
            var services = name == environment ? Changed(file.Services, records) : file.Services;
            if (file.Damage is null && services.Count == file.Services.Count
                && services.All(pair => file.Services.GetValueOrDefault(pair.Key) == pair.Value))
                continue;
            if (file.Damage is not null)
                damage.Add($"Repairs what could not be read: {file.Damage}");
            var pinned = services.ToDictionary(pair => pair.Key, pair => pair.Value.PinnedAt(head));
            files[EnvironmentFile.PathOf(name)] = $"{new EnvironmentFile(name, pinned)}";
        }

        if (files.Count == 0)
            return head;
        // Trailers are the last paragraph.
        var written = message.Split("\n\n", 2);
        string[] paragraphs = [written[0], .. damage, .. written[1..]];
        return await git.CommitFilesAsync(head, files, string.Join("\n\n", paragraphs), cancellationToken);
    }

    private static Dictionary<string, ServiceRecord> Changed(
        IReadOnlyDictionary<string, ServiceRecord> services, IReadOnlyDictionary<string, ServiceRecord?> records)
    {
        var changed = new Dictionary<string, ServiceRecord>(services);
        foreach (var (service, record) in records)
        {
            if (record is null)
                changed.Remove(service);
            else
                changed[service] = record;
        }

        return changed;
    }
}
