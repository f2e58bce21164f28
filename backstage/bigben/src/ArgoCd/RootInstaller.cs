using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Sources;
using BigBen.ArgoCd.Sync;
using BigBen.Manifests;

namespace BigBen.ArgoCd;

/// <summary>Puts the root Application and what it needs into the store.</summary>
/// <param name="store">The store.</param>
/// <param name="repository">The repository that Applications are read from.</param>
/// <param name="renderer">Makes the root Application.</param>
internal sealed class RootInstaller(IObjectStore store, ISourceRepository repository, Renderer renderer)
{
    private readonly Applier _applier = new(store);

    /// <summary>Makes the namespace of Argo CD, the project that permits everything, and that of the root.</summary>
    public void InstallProjects()
    {
        if (store.Find(Kinds.Namespaces, "", Application.ArgoNamespace) is null)
            store.Create(
                Kinds.Namespaces, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Application.ArgoNamespace } });
        if (store.Find(Kinds.Projects, Application.ArgoNamespace, "default") is null)
            store.Create(Kinds.Projects, Application.ArgoNamespace, RootApplication.DefaultProject());
        Apply(Kinds.Projects, RootApplication.Project(repository.Url));
    }

    /// <summary>Makes the root Application, or gives it the environments that there are at a commit.</summary>
    /// <exception cref="PlatformException">The commit has no environments.</exception>
    public async Task InstallAsync(string commit, CancellationToken cancellationToken) =>
        Apply(Kinds.Applications, await renderer.RootAsync(commit, cancellationToken));

    private void Apply(ApiResource resource, JsonObject value) => _applier.Apply(
        resource,
        new TargetObject(Manifest.Of(value, "the platform", Application.ArgoNamespace), value, resource),
        new ApplyOptions(DryRun: false));
}
