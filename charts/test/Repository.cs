using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests;

/// <summary>Where the files under test are.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string AppChart => Path("charts/app");

    internal static string EnvironmentsChart => Path("backstage/cd/environments");

    /// <summary>The services: the folders under app that have values for an environment.</summary>
    internal static IReadOnlyList<string> Services { get; } =
    [
        .. Directory.EnumerateDirectories(Path("app"), "deploy-config", SearchOption.AllDirectories)
            .Select(folder => System.IO.Path.GetRelativePath(Path("app"), System.IO.Path.GetDirectoryName(folder)!))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The environments with the beginning of their hosts, in the order in which their chart lists them.</summary>
    internal static IReadOnlyList<(string Name, string HostPrefix)> Environments { get; } =
    [
        .. ((YamlMappingNode)Values("backstage/cd/environments/values.yaml").At("environments")).Children
            .Select(pair => ($"{pair.Key}", pair.Value.Text("hostPrefix"))),
    ];

    /// <summary>Every environment with every service.</summary>
    internal static IEnumerable<(string Environment, string Service)> Deployments =>
        Environments.SelectMany(environment => Services.Select(service => (environment.Name, service)));

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
