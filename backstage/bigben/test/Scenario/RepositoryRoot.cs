namespace BigBen.Tests.Scenario;

/// <summary>Where the repository under test lies.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "BigBen.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests lie outside of the repository");
        return folder.FullName;
    }

    /// <summary>The names of its services: the folders that say how they are deployed.</summary>
    internal static IReadOnlyList<string> Services { get; } =
    [
        .. Directory.GetDirectories(System.IO.Path.Combine(Path, "app"))
            .Where(folder => Directory.Exists(System.IO.Path.Combine(folder, "deploy-config")))
            .Select(folder => System.IO.Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];
}
