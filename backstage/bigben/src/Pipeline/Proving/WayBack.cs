using BigBen.Git;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Proving;

/// <summary>
/// Whether a service can go back past its migrations: the value <c>migrations.noWayBack</c> of its chart, at every commit that is gone back
/// over, for what came later may have taken it out again.
/// </summary>
internal static class WayBack
{
    /// <summary>The first commit, the newest first, whose migration has no way back; null where all have.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="values">The service's values for the environment.</param>
    /// <param name="from">The commit that is left.</param>
    /// <param name="to">The one that is gone back to.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public static async Task<string?> BarredByAsync(
        GitCli git, string values, string from, string to, CancellationToken cancellationToken)
    {
        var commits = await git.LogAsync($"{to}..{from}", values, cancellationToken);
        var texts = await git.ReadFileAtEachAsync(commits, values, cancellationToken);
        return commits.Zip(texts).Where(pair => IsBarred(pair.Second, values)).Select(pair => pair.First).FirstOrDefault();
    }

    /// <summary>Requires that a service can go back.</summary>
    /// <exception cref="PlatformException">It cannot; names the commit that says so.</exception>
    public static async Task RequireAsync(
        GitCli git, string service, string environment, string from, string to, CancellationToken cancellationToken)
    {
        var values = ServiceSource.ValuesFileOf(service, environment);
        if (await git.TryResolveAsync(from, cancellationToken) is { } commit
            && await BarredByAsync(git, values, commit, to, cancellationToken) is { } barring)
            throw new PlatformException(
                $"{service} in {environment} has no way back: {barring[..7]} says migrations.noWayBack in {values}, so that the version "
                + "before cannot read what the database has become. Repair it by a new version; "
                + "'rollback --override REASON' goes back all the same.");
    }

    private static bool IsBarred(string? text, string file)
    {
        try
        {
            return YamlReader.FirstMap(text ?? "", file)?["migrations"] is JsonObject migrations
                && migrations["noWayBack"] is JsonValue value && value.TryGetValue(out bool barred) && barred;
        }
        catch (PlatformException)
        {
            // A commit between that was no YAML was never delivered.
            return false;
        }
    }
}
