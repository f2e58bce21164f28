using System.Text.RegularExpressions;

namespace BigBen.Tests.Rules;

/// <summary>
/// Files stay small and stand where they are looked for. That a namespace equals its folder is checked by the build (IDE0130).
/// </summary>
public partial class LayoutTests
{
    private const int Columns = 140;
    private const int LinesOfFile = 300;
    private const int FilesOfFolder = 15;

    // Tests of no one room: of the whole, of the repository, by other means than the rest, and a program that tests start.
    private static readonly string[] FoldersOfTheirOwn =
        ["ApiServer/Kubectl", "Console/Browser", "Rules", "Scenario", "TestPod", "Workflows"];

    [Fact]
    public void Lines_are_not_too_long() =>
        SourceFile.All.SelectMany(file => file.Lines.Index()
                .Where(line => line.Item.Length > Columns)
                .Select(line => $"{file.Path}:{line.Index + 1} has {line.Item.Length} columns"))
            .ShouldBeEmpty($"at most {Columns}");

    [Fact]
    public void Files_are_not_too_long() =>
        SourceFile.All.Where(file => file.Lines.Length > LinesOfFile)
            .Select(file => $"{file.Path} has {file.Lines.Length} lines")
            .ShouldBeEmpty($"at most {LinesOfFile}");

    [Fact]
    public void Namespaces_are_used_in_order_those_of_the_system_first() =>
        SourceFile.All.Select(file => (file.Path, Used: file.Lines.Select(UsedBy).OfType<string>()))
            .Where(file => !file.Used.SequenceEqual(file.Used
                .OrderBy(name => name.Split('.')[0] != "System").ThenBy(name => name, StringComparer.OrdinalIgnoreCase)))
            .Select(file => file.Path)
            .ShouldBeEmpty("sort them, with dotnet format for instance");

    [Fact]
    public void Folders_are_not_too_full() =>
        SourceFile.All.Where(file => file.IsUnder(SourceFile.Source))
            .GroupBy(file => file.Folder)
            .Where(folder => folder.Count() > FilesOfFolder)
            .Select(folder => $"{folder.Key} holds {folder.Count()} files")
            .ShouldBeEmpty($"at most {FilesOfFolder}");

    [Fact]
    public void Folders_of_tests_mirror_those_of_the_source()
    {
        var folders = Below(SourceFile.Source).Select(file => file.Folder).ToHashSet();

        Below(SourceFile.Tests).Where(file => !FoldersOfTheirOwn.Contains(file.Folder) && !folders.Contains(file.Folder))
            .Select(file => $"{SourceFile.Tests}/{file.Folder}/{file.Name}: {SourceFile.Source} has no such folder")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Tests_stand_where_the_file_of_their_name_stands()
    {
        var places = Below(SourceFile.Source).ToLookup(file => (Room(file.Folder), file.Name), file => file.Folder);

        Below(SourceFile.Tests)
            .Where(test => test.Name.EndsWith("Tests", StringComparison.Ordinal) && !FoldersOfTheirOwn.Contains(test.Folder))
            .Select(test => (Test: test, Places: places[(Room(test.Folder), test.Name[..^"Tests".Length])]))
            .Where(found => found.Places.Any() && !found.Places.Contains(found.Test.Folder))
            .Select(found => $"{found.Test.Folder}/{found.Test.Name}.cs: what it tests is in {string.Join(" and ", found.Places)}")
            .ShouldBeEmpty();
    }

    private static IEnumerable<(string Folder, string Name)> Below(string root) =>
        SourceFile.All.Where(file => file.IsUnder(root))
            .Select(file => (Path.GetRelativePath(root, file.Folder), Path.GetFileNameWithoutExtension(file.Path)));

    private static string? UsedBy(string line) => Using().Match(line) is { Success: true } found ? found.Groups["name"].Value : null;

    private static string Room(string folder) => folder.Split('/')[0];

    [GeneratedRegex(@"^using (?<name>[A-Za-z][\w.]*);$")]
    private static partial Regex Using();
}
