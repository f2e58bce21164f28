using BigBen.Pipeline.Layout;
using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests;

/// <summary>Where the files under test are.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string AppChart => Path("charts/app");

    internal static string DatabaseChart => Path("charts/app/charts/database");

    internal static string EnvironmentsChart => Path("backstage/cd/environments");

    /// <summary>The environments that it lists.</summary>
    internal static EnvironmentList Environments { get; } = EnvironmentList.Parse(File.ReadAllText(Path(EnvironmentList.File)));

    /// <summary>Its services.</summary>
    internal static IReadOnlyList<string> Services { get; } =
    [
        .. Directory.GetDirectories(Path("app")).Where(folder => Directory.Exists(System.IO.Path.Combine(folder, "deploy-config")))
            .Select(folder => System.IO.Path.GetFileName(folder)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The values of the examples that services begin as, from the top of the repository.</summary>
    internal static IEnumerable<string> ExampleValues => Directory
        .GetFiles(Path("examples"), "values.yaml", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Root, file));

    /// <summary>Every environment with every service.</summary>
    internal static IEnumerable<(string Environment, string Service)> Deployments =>
        Environments.Names.SelectMany(environment => Services.Select(service => (environment, service)));

    /// <summary>A service's values for an environment, from the top of the repository.</summary>
    internal static string ValuesFile(string environment, string service) => $"app/{service}/deploy-config/{environment}/values.yaml";

    /// <summary>A file of values.</summary>
    internal static YamlNode Values(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path(file))));
        return stream.Documents[0].RootNode;
    }

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
