namespace BigBen.ServiceDefaults.Tests.Support;

internal static class Repository
{
    /// <summary>The folder that holds BigBen.slnx.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "BigBen.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The tests run outside the repository: BigBen.slnx is in no folder above them.");
    }
}
