using BigBen.Pipeline.Layout;

namespace BigBen.Charts.Tests;

/// <summary>Where the files under test are.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string AppChart => Path("charts/app");

    internal static string EnvironmentsChart => Path("backstage/cd/environments");

    /// <summary>The environments that it lists.</summary>
    internal static EnvironmentList Environments { get; } = EnvironmentList.Parse(File.ReadAllText(Path(EnvironmentList.File)));

    /// <summary>Its services.</summary>
    internal static IReadOnlyList<string> Services { get; } =
    [
        .. Directory.GetDirectories(Path("app")).Where(folder => Directory.Exists(System.IO.Path.Combine(folder, "deploy-config")))
            .Select(folder => System.IO.Path.GetFileName(folder)).Order(StringComparer.Ordinal),
    ];

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
