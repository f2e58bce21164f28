using System.Text.RegularExpressions;
using BigBen.Secrets;

namespace BigBen.Verbs.Environments;

/// <summary>The values of a service for an environment.</summary>
internal static class EnvironmentValues
{
    /// <summary>
    /// Copies those of another environment; where a comment names that one, the copy's names the new one. Secrets stay where they are: what
    /// opens the doors of one environment must not open those of another.
    /// </summary>
    /// <param name="folder">The service's <c>deploy-config</c>.</param>
    /// <param name="from">The environment that has values.</param>
    /// <param name="to">The new one.</param>
    public static void Copy(string folder, string from, string to)
    {
        var source = Path.Combine(folder, from);
        var named = new Regex($@"(?<![\w-]){Regex.Escape(from)}(?![\w-])");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != ServiceSecrets.FileName))
        {
            var copy = Path.Combine(folder, to, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var lines = File.ReadAllText(file).Split('\n').Select(line => line.StartsWith('#') ? named.Replace(line, to) : line);
            File.WriteAllText(copy, string.Join('\n', lines));
        }
    }
}
