using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Sources;
using BigBen.Git;
using BigBen.Manifests;

namespace BigBen.Verbs.Rendering;

/// <summary>A service as an environment runs it: at the revision and image that are recorded.</summary>
/// <param name="Application">Its Application.</param>
/// <param name="Commit">The commit that chart and values are read at.</param>
/// <param name="Objects">What they render to.</param>
internal sealed record RecordedApplication(Application Application, string Commit, IReadOnlyList<Manifest> Objects)
{
    /// <summary>The service: its release, its folder under <c>app</c>.</summary>
    public string Service => Application.Source.ReleaseName;

    /// <summary>The namespace, as Argo CD makes it.</summary>
    public Manifest Namespace
    {
        get
        {
            var labels = Application.NamespaceLabels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value));
            var body = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Namespace",
                ["metadata"] = new JsonObject { ["name"] = Application.Destination.Namespace, ["labels"] = new JsonObject(labels) },
            };
            return Manifest.Of(body, Application.Name, "");
        }
    }

    /// <summary>How often a failed sync of it is tried again.</summary>
    public int Retries => (int)(Application.SyncPolicy.Retry?.NumberAt("limit") ?? 0);

    /// <summary>
    /// Its objects for whoever applies them at once: a hook's Job may start before what it needs, and is tried again as often as its sync
    /// would be, within its own deadline.
    /// </summary>
    public IReadOnlyList<Manifest> AtOnce => [.. Objects.Select(manifest => HookJobs.Tried(manifest, Retries))];

    /// <summary>What an environment runs by the records of a commit.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="renderer">Renders it.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="service">The one service that is asked for; null for all.</param>
    /// <param name="commit">The commit whose records are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">Nothing is recorded, not this service, or it does not render.</exception>
    public static async Task<IReadOnlyList<RecordedApplication>> RenderAsync(
        GitCli git, Renderer renderer, string environment, string? service, string commit, CancellationToken cancellationToken)
    {
        var recorded = (await renderer.EnvironmentsAsync(commit, cancellationToken))
            .Where(manifest => manifest.Key.Kind == "Application").Select(Application.Read)
            .Where(application => application.Project == environment).ToList();
        if (recorded.Count == 0)
            throw new PlatformException($"Nothing is recorded in '{environment}' at {commit[..7]}: deliver or release something first.");
        var wanted = recorded.Where(application => service is null || application.Source.ReleaseName == service).ToList();
        if (wanted.Count == 0)
        {
            throw new PlatformException($"'{service}' is not recorded in '{environment}' at {commit[..7]}, where there is "
                + $"{string.Join(", ", recorded.Select(application => application.Source.ReleaseName))}: deliver or release it first.");
        }

        var rendered = new List<RecordedApplication>();
        foreach (var application in wanted)
        {
            var read = await git.ResolveTargetAsync(application.Source.TargetRevision, cancellationToken);
            rendered.Add(new(application, read, await renderer.RenderAsync(application, read, false, cancellationToken)));
        }

        return rendered;
    }

    /// <summary>What <c>kubectl apply</c> takes: each namespace, then every object, as one YAML stream.</summary>
    public static string Install(IReadOnlyList<RecordedApplication> applications) =>
        string.Concat(applications.Select(one => one.Namespace).DistinctBy(manifest => manifest.Key)
            .Concat(applications.SelectMany(one => one.AtOnce))
            .Select(manifest => $"---\n{manifest.ToYaml()}"));
}
