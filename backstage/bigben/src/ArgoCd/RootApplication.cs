using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Sources;

namespace BigBen.ArgoCd;

/// <summary>
/// The Application that keeps the AppProjects and Applications of <c>backstage/cd/environments</c> equal to git, and the project that
/// limits it to those: what <c>backstage/cd/argo/root</c> is on a cluster.
/// </summary>
internal static class RootApplication
{
    /// <summary>Its name, and that of its project.</summary>
    public const string Name = "environments";

    /// <summary>The chart that it renders.</summary>
    public const string Path = "backstage/cd/environments";

    /// <summary>The branch that is delivered, by its full name: a short one may be a tag's as well.</summary>
    public const string Revision = "refs/heads/main";

    /// <summary>The Application.</summary>
    /// <param name="repository">The repository's URL.</param>
    /// <param name="settings">What the platform sets for the chart.</param>
    /// <param name="records">The files of the environments' records, from the chart's folder.</param>
    public static JsonObject Manifest(string repository, EnvironmentSettings settings, IEnumerable<string> records) => new()
    {
        ["apiVersion"] = "argoproj.io/v1alpha1",
        ["kind"] = "Application",
        ["metadata"] = Metadata(Name),
        ["spec"] = new JsonObject
        {
            ["project"] = Name,
            ["source"] = new JsonObject
            {
                ["repoURL"] = repository,
                ["targetRevision"] = Revision,
                ["path"] = Path,
                ["helm"] = new JsonObject
                {
                    ["releaseName"] = Name,
                    ["valueFiles"] = new JsonArray([.. records.Select(file => (JsonNode)file)]),
                    ["parameters"] = new JsonArray(
                    [
                        Parameter("repository", repository),
                        Parameter("registry", settings.Registry),
                        Parameter("domain", settings.Domain),
                        new JsonObject { ["name"] = "port", ["value"] = settings.Port.ToString(CultureInfo.InvariantCulture) },
                        .. new[] { (Name: "ingressClass", Value: settings.IngressClass), (Name: "pullSecret", Value: settings.PullSecret) }
                            .Where(setting => setting.Value.Length > 0)
                            .Select(setting => Parameter(setting.Name, setting.Value)),
                    ]),
                },
            },
            ["destination"] = new JsonObject { ["server"] = Destination.InCluster, ["namespace"] = Application.ArgoNamespace },
            ["syncPolicy"] = new JsonObject
            {
                ["automated"] = new JsonObject { ["prune"] = true, ["selfHeal"] = true, ["allowEmpty"] = true },
                // As of the root Application of clusters: a retry, of whatever is broken, uses what main says by then.
                ["retry"] = new JsonObject
                {
                    ["limit"] = 5,
                    ["refresh"] = true,
                    ["backoff"] = new JsonObject { ["duration"] = "5s", ["factor"] = 2, ["maxDuration"] = "1m" },
                },
            },
        },
    };

    /// <summary>Its project.</summary>
    /// <param name="repository">The repository's URL.</param>
    public static JsonObject Project(string repository) => Project(
        Name,
        new JsonArray(repository),
        new JsonArray(new JsonObject { ["server"] = Destination.InCluster, ["namespace"] = Application.ArgoNamespace }),
        [],
        new JsonArray(Kind("argoproj.io", "AppProject"), Kind("argoproj.io", "Application")));

    /// <summary>The project that Argo CD makes itself: it permits everything.</summary>
    public static JsonObject DefaultProject() => Project(
        "default",
        new JsonArray("*"),
        new JsonArray(new JsonObject { ["server"] = "*", ["namespace"] = "*" }),
        new JsonArray(Kind("*", "*")),
        new JsonArray(Kind("*", "*")));

    private static JsonObject Project(
        string name, JsonArray repositories, JsonArray destinations, JsonArray cluster, JsonArray namespaced) => new()
        {
            ["apiVersion"] = "argoproj.io/v1alpha1",
            ["kind"] = "AppProject",
            ["metadata"] = Metadata(name),
            ["spec"] = new JsonObject
            {
                ["sourceRepos"] = repositories,
                ["destinations"] = destinations,
                ["clusterResourceWhitelist"] = cluster,
                ["namespaceResourceWhitelist"] = namespaced,
            },
        };

    private static JsonObject Metadata(string name) => new() { ["name"] = name, ["namespace"] = Application.ArgoNamespace };

    private static JsonObject Kind(string group, string kind) => new() { ["group"] = group, ["kind"] = kind };

    private static JsonObject Parameter(string name, string value) => new() { ["name"] = name, ["value"] = value, ["forceString"] = true };
}
