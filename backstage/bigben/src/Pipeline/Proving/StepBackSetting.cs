using BigBen.Git;
using BigBen.Pipeline.Layout;

namespace BigBen.Pipeline.Proving;

/// <summary>
/// Whether developer steps back by itself: the value <c>stepBack</c> of the chart of the environments, in git beside them; on where it says
/// nothing.
/// </summary>
internal static class StepBackSetting
{
    /// <summary>The setting at a commit.</summary>
    /// <exception cref="PlatformException">The file is not YAML.</exception>
    public static async Task<bool> IsOnAsync(GitCli git, string commit, CancellationToken cancellationToken)
    {
        var text = await git.ReadFileAsync(commit, EnvironmentList.File, cancellationToken) ?? "";
        return YamlReader.FirstMap(text, EnvironmentList.File)?["stepBack"] is not JsonValue value || !value.TryGetValue(out bool on) || on;
    }
}
