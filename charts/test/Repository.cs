namespace BigBen.Charts.Tests;

/// <summary>Where the files under test are.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string AppChart => Path("charts/app");

    internal static string EnvironmentsChart => Path("backstage/cd/environments");

    /// <summary>The file of the repository that an Argo CD value file such as <c>/app/…</c> means.</summary>
    internal static string Path(string relative) => System.IO.Path.Combine(Root, relative.TrimStart('/'));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "BigBen.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("no BigBen.slnx above the tests");
    }
}
