using BigBen.Git;

namespace BigBen.Pipeline.Records;

/// <summary>Services that are no longer in the sources: whoever records an environment takes them out of it.</summary>
internal static class RemovedServices
{
    /// <summary>Those that a change of records takes out, sorted.</summary>
    public static IReadOnlyList<string> In(IReadOnlyDictionary<string, ServiceRecord?> records) =>
        [.. records.Where(pair => pair.Value is null).Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    /// <summary>Where they are pruned, and where they run on until when, in a few words.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="commit">The commit that records their removal.</param>
    /// <param name="environment">The environment that they are removed from.</param>
    /// <param name="removed">At least one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<string> TellAsync(
        GitCli git, string commit, string environment, IReadOnlyList<string> removed, CancellationToken cancellationToken)
    {
        var left = (await EnvironmentFile.ReadAllAsync(git, commit, cancellationToken))
            .Where(file => file.Services.Keys.Intersect(removed).Any())
            .Select(file => file.Name)
            .ToList();
        return $"{string.Join(" and ", removed)} pruned from {environment}"
            + (left.Count == 0 ? "" : $", and from {string.Join(" and ", left)} by the next release there");
    }
}
