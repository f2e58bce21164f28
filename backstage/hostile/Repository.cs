using System.Runtime.CompilerServices;

namespace BigBen.Hostile;

/// <summary>The repository that this program is a part of.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
