using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Sources;
using BigBen.Kubernetes;
using BigBen.Manifests.Helm;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;

namespace BigBen.Platforms.TestEnvironments;

/// <summary>
/// An environment that is made for one run: the AppProject and the Applications that the environments chart renders for it, as for one of
/// the list, with the values and Secrets of an environment that is in the list.
/// </summary>
/// <param name="Name">Its name, also that of its namespace and the first label of its hosts.</param>
/// <param name="Service">The service that it is made for.</param>
/// <param name="Values">The environment whose values and Secrets its services get.</param>
/// <param name="Records">What runs in it: the service, and those that it calls.</param>
internal sealed record TestEnvironmentPlan(
    string Name, string Service, string Values, IReadOnlyDictionary<string, ServiceRecord> Records)
{
    /// <summary>The label of its AppProject; its value is the service.</summary>
    public const string Label = "bigben.localhost/test-environment";

    /// <summary>The services of the same namespace that a service's values say it calls.</summary>
    /// <param name="yaml">The values.</param>
    /// <param name="path">What they are called in a sentence.</param>
    public static IReadOnlyList<string> PeersIn(string yaml, string path) =>
    [
        .. YamlReader.Documents(yaml, path)
            .SelectMany(document => JsonSerializer.SerializeToElement<JsonNode>(document.Body).ItemsAt("networkPolicy", "peers"))
            .Select(peer => peer.TextAt("name")).Where(name => name.Length > 0).Distinct(),
    ];

    /// <summary>Its AppProject and Applications.</summary>
    /// <param name="renderer">Renders the environments chart.</param>
    /// <param name="root">The root Application of the platform, whose settings it shares.</param>
    /// <param name="commit">The commit that the chart is read at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">The chart does not render.</exception>
    public async Task<(JsonObject Project, IReadOnlyList<JsonObject> Applications)> ObjectsAsync(
        Renderer renderer, JsonElement root, string commit, CancellationToken cancellationToken)
    {
        var read = Application.Read(root);
        var own = Records.SelectMany(record => new[]
        {
            new HelmParameter($"{Name}.{record.Key}.revision", record.Value.Revision, true),
            new HelmParameter($"{Name}.{record.Key}.tag", record.Value.Tag, true),
            new HelmParameter($"{Name}.{record.Key}.digest", record.Value.Digest, true),
        });
        var application = read with
        {
            Source = read.Source with
            {
                ValueFiles = [],
                Parameters = [.. read.Source.Parameters, new($"environments.{Name}.hostPrefix", Name, true), .. own],
            },
        };
        var rendered = (await renderer.RenderAsync(application, commit, false, cancellationToken))
            .Select(manifest => manifest.Body).ToList();
        var project = rendered.Single(body => $"{body["kind"]}" == "AppProject" && $"{body["metadata"]!["name"]}" == Name);
        project["metadata"]!["labels"]![Label] = Service;
        var applications = rendered
            .Where(body => $"{body["kind"]}" == "Application" && $"{body["spec"]!["project"]}" == Name).ToList();
        foreach (var body in applications)
        {
            var helm = body["spec"]!["source"]!["helm"]!;
            helm["valueFiles"] = new JsonArray($"/{ServiceSource.ValuesFileOf($"{helm["releaseName"]}", Values)}");
        }

        return (project, applications);
    }
}
