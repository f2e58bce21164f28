using BigBen.Tests.Scenario;

namespace BigBen.Tests.Rules;

/// <summary>A C# file of this repository.</summary>
/// <param name="Path">From the top of the repository, with slashes.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record SourceFile(string Path, string[] Lines)
{
    /// <summary>Where the program's own files are.</summary>
    public const string Source = "backstage/bigben/src";

    /// <summary>Where the program's tests are.</summary>
    public const string Tests = "backstage/bigben/test";

    /// <summary>Every C# file that people write here.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [.. new[] { "app", "backstage", "charts", "examples" }.SelectMany(Read)];

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Whether the file is in a folder or below it.</summary>
    public bool IsUnder(string folder) => Path.StartsWith(folder + '/', StringComparison.Ordinal);

    private static IEnumerable<SourceFile> Read(string folder) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => new SourceFile(System.IO.Path.GetRelativePath(RepositoryRoot.Path, file), File.ReadAllLines(file)));
}
