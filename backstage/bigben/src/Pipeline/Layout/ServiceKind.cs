using BigBen.Git;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Layout;

/// <summary>What a service is, by its values in git: only <see cref="Web"/> answers requests.</summary>
internal static class ServiceKind
{
    /// <summary>The chart's own default.</summary>
    public const string Web = "web";

    /// <summary>The value <c>kind</c>: <c>web</c>, <c>worker</c> or <c>cronjob</c>.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="commit">The commit that the values are read at.</param>
    /// <param name="service">The service.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">The values are not YAML.</exception>
    public static async Task<string> ReadAsync(
        GitCli git, string commit, string service, string environment, CancellationToken cancellationToken)
    {
        var file = ServiceSource.ValuesFileOf(service, environment);
        var text = await git.ReadFileAsync(commit, file, cancellationToken);
        return YamlReader.FirstMap(text ?? "", file)?["kind"]?.ToString() ?? Web;
    }
}
