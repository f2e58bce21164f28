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
}
