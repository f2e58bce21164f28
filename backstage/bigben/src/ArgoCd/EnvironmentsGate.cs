using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Differences;
using BigBen.ArgoCd.Gate;
using BigBen.ArgoCd.Sources;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.ArgoCd;

/// <summary>
/// Tells before a commit is recorded whether everything in it would render, be permitted, be taken by a Kubernetes API server, and run
/// here.
/// </summary>
/// <param name="store">What is there already, on the local platform; null for a cluster, which runs whatever Kubernetes does.</param>
/// <param name="repository">Where the commit is.</param>
/// <param name="renderer">Renders it.</param>
/// <param name="secrets">The Secrets that are there.</param>
internal sealed class EnvironmentsGate(IObjectStore? store, ISourceRepository repository, Renderer renderer, ILiveSecrets secrets)
{
    private const int MostRefusals = 10;

    /// <summary>Checks a commit; changes nothing.</summary>
    /// <param name="commit">The commit that the environments chart is read at.</param>
    /// <param name="revisions">
    /// Revisions that git does not know yet, or not so yet, such as main itself, and the commits they will lead to.
    /// </param>
    /// <param name="requiresSecrets">Whether pods have to find the Secrets that they need, in git or in their namespace.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The Applications that the commit changes, as they are to be.</returns>
    /// <exception cref="PlatformException">
    /// Something does not render, is refused, a project does not permit it, or a Secret is missing.
    /// </exception>
    public async Task<IReadOnlyList<RenderedApplication>> CheckAsync(
        string commit, IReadOnlyDictionary<string, string> revisions, bool requiresSecrets, CancellationToken cancellationToken)
    {
        var environments = await renderer.EnvironmentsAsync(commit, cancellationToken);
        var projects = environments.Where(manifest => manifest.Key.Kind == "AppProject")
            .ToDictionary(manifest => manifest.Key.Name, ProjectOf);
        var (rendered, refusals) = (new List<RenderedApplication>(), new List<string>());
        var room = store is null ? null : new PodRoom(store);
        var live = store is null ? null : new UnchangeableFields(store);
        foreach (var manifest in environments.Where(manifest => manifest.Key.Kind == "Application"))
        {
            var application = Read(manifest);
            if (!IsConcerned(application, manifest, revisions))
                continue;
            Permit(application, projects);
            var read = revisions.TryGetValue(application.Source.TargetRevision, out var coming)
                ? coming
                : await repository.ResolveAsync(application.Source.TargetRevision, cancellationToken);
            var values = await renderer.ValuesAsync(application, read, cancellationToken);
            DecidedElsewhere.Refuse(application, values);
            var objects = await renderer.RenderAsync(application, read, false, cancellationToken);
            rendered.Add(new RenderedApplication(
                application, objects, await renderer.SecretKeysAsync(values, read, cancellationToken)));
            refusals.AddRange(ObjectRefusals.Of(application, objects, values, live));
            if (store is null || refusals.Count > 0)
                continue;
            if (CloudNativePg.Refusal(application, objects) is { } refused)
                throw new PlatformException(refused);
            foreach (var one in objects)
                ObjectSpec.Read(one);
            room?.Add(objects);
        }

        if (refusals.Count > 0)
        {
            throw new PlatformException(
                $"Kubernetes would refuse what this renders: {string.Join("; ", refusals.Distinct().Take(MostRefusals))}"
                + (refusals.Count > MostRefusals ? $"; and {refusals.Count - MostRefusals} more" : ""));
        }

        if (room?.Refusal() is { } full)
            throw new PlatformException(full);
        if (requiresSecrets)
            await new SecretsGate(secrets).RequireAsync(rendered, cancellationToken);
        return rendered;
    }

    // Argo CD itself ignores more differences than the local platform can.
    private Application Read(Manifest manifest)
    {
        var application = Application.Read(manifest);
        if (store is not null)
            IgnoredDifferences.Read(JsonSerializer.SerializeToElement(manifest.Body["spec"]));
        return application;
    }

    private static AppProject ProjectOf(Manifest manifest) => new(JsonSerializer.SerializeToElement<JsonNode>(manifest.Body));

    private static void Permit(Application application, Dictionary<string, AppProject> projects)
    {
        var refusal = application.Destination.Error
            ?? (projects.TryGetValue(application.Project, out var project)
                ? project.Refusals(application).FirstOrDefault()
                : $"Application referencing project {application.Project} which does not exist");
        if (refusal is not null)
            throw new PlatformException($"Application '{application.Name}': {refusal}; fix {RootApplication.Path} and push again.");
    }

    // What the commit leaves as it is cannot be broken by it; it may be broken already, and must not stand in the way then.
    private bool IsConcerned(Application application, Manifest manifest, IReadOnlyDictionary<string, string> revisions) =>
        revisions.ContainsKey(application.Source.TargetRevision)
        || (store is not null
            && (store.Find(Kinds.Applications, Application.ArgoNamespace, application.Name) is not { } known
                || ResourceComparison.Differs(TargetObject.Of(RootApplication.Name, manifest), known, IgnoredDifferences.None)));
}
