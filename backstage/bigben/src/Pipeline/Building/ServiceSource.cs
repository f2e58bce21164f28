namespace BigBen.Pipeline.Building;

/// <summary>A service as it lies in the source tree at a revision.</summary>
/// <param name="Name">Its name: the folder under <c>app</c>.</param>
/// <param name="Project">Its project file, from the top of the repository.</param>
/// <param name="TestProject">The project file of its tests, or null where it has none.</param>
public sealed record ServiceSource(string Name, string Project, string? TestProject)
{
    /// <summary>The chart that deploys any service.</summary>
    public const string Chart = "charts/app";

    /// <summary>The folder of what all services share; not a service itself.</summary>
    public const string Defaults = "app/service-defaults";

    /// <summary>The repository of its images.</summary>
    public string ImageRepository => ImageRepositoryOf(Name);

    /// <summary>
    /// The git pathspecs of everything its image is made from: its folder less <c>deploy-config</c>, what services share, the root build
    /// files, and whatever its project is built from elsewhere. A commit that touches none of them leaves the image as it is.
    /// </summary>
    public IReadOnlyList<string> Inputs { get; init; } =
    [
        $"app/{Name}", ":(exclude,glob)app/*/deploy-config/**", Defaults, "global.json", ":(glob)Directory.*",
    ];

    /// <summary>The repository of a service's images.</summary>
    public static string ImageRepositoryOf(string service) => $"bigben-{service}";

    /// <summary>What an engine builds a service's image by.</summary>
    public static string DockerfileOf(string service) => $"app/{service}/Dockerfile";

    /// <summary>Its Helm values for an environment.</summary>
    public string ValuesFile(string environment) => ValuesFileOf(Name, environment);

    /// <summary>Where its tests record what a rehearsal of its migrations asks of both versions.</summary>
    public static string RecordedRequestsOf(string service) => $"app/{service}/test/rehearsal.json";

    /// <summary>A service's Helm values for an environment.</summary>
    public static string ValuesFileOf(string service, string environment) => $"app/{service}/deploy-config/{environment}/values.yaml";

    /// <summary>
    /// What an environment's Application reads at the recorded revision: the chart, and the service's folder for that environment.
    /// </summary>
    internal IReadOnlyList<string> Configuration(string environment) => [Chart, $"app/{Name}/deploy-config/{environment}"];
}
