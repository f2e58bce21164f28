using BigBen.ArgoCd.Sources;
using BigBen.Git;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Platforms.TestEnvironments;

/// <summary>
/// Makes test environments on a running platform through its API, and takes them away. Whoever holds the lock of a service has the only
/// one of it, so whatever else is found is what a killed run left.
/// </summary>
/// <param name="api">The platform's API.</param>
/// <param name="cache">Its objects, <see cref="Kinds"/>.</param>
/// <param name="port">The port that its hosts are served on.</param>
/// <param name="forge">The forge's git, which keeps the branch that the environment is read at.</param>
/// <param name="clock">Times it.</param>
internal sealed class TestEnvironment(KubernetesApi api, ClusterCache cache, int port, GitCli forge, TimeProvider clock)
{
    /// <summary>What has to be watched for it.</summary>
    public static readonly IReadOnlyList<ResourceKind> Kinds = [.. ClusterCache.Kinds, ResourceKind.Namespaces];

    private static readonly TimeSpan ProofDeadline = TimeSpan.FromSeconds(15);

    // Pods end within their grace period; a database writes to its disk meanwhile.
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromMinutes(3);

    /// <summary>The branch of the forge that a run of a service is read at, so that git holds what runs while it runs.</summary>
    public static string BranchOf(string service, string name) => $"{BranchesOf(service)}{name}";

    /// <summary>Makes it and waits until its service is live.</summary>
    /// <param name="plan">What it is.</param>
    /// <param name="renderer">Renders the environments chart.</param>
    /// <param name="rootName">The name of the platform's root Application.</param>
    /// <param name="commit">The commit that the chart is read at.</param>
    /// <param name="note">Is told what has been missing for a while.</param>
    /// <param name="cancellationToken">Gives up; what was made stays until <see cref="RemoveAsync"/>.</param>
    /// <returns>Where the service is reached; null for one that has no URL, such as a worker.</returns>
    /// <exception cref="PlatformException">It does not render or come up; the sentence says why.</exception>
    public async Task<Uri?> CreateAsync(
        TestEnvironmentPlan plan,
        Renderer renderer,
        string rootName,
        string commit,
        Action<string> note,
        CancellationToken cancellationToken)
    {
        var root = await api.FindAsync(ResourceKind.Applications, Application.ControllerNamespace, rootName, cancellationToken)
            ?? throw new PlatformException($"The platform has no Application '{rootName}': run ./bootstrap/big-ben.sh.");
        var (project, applications) = await plan.ObjectsAsync(renderer, root, commit, cancellationToken);
        // The project first: it is what a later run finds all else by.
        await CreateAsync(ResourceKind.AppProjects, project, cancellationToken);
        foreach (var application in applications)
            await CreateAsync(ResourceKind.Applications, application, cancellationToken);
        try
        {
            var live = await new ApplicationWait(api, cache, WaitPatience.Usual, clock).UntilAsync(
                application => application.Environment == plan.Name && application.IsService,
                (cluster, found) => Task.FromResult(
                    found.Count < applications.Count
                        ? new Missing($"{applications.Count - found.Count} of the Applications of {plan.Name} have not been seen yet")
                        : found.Select(application => Missing.Of(cluster, application))
                            .FirstOrDefault(missing => missing is not null)),
                note,
                cancellationToken);
            var service = live.Where(application => application.Service == plan.Service).ToList();
            var proofs = await new Prover(port, ProofDeadline).ProveAsync(cache.Objects, service, cancellationToken);
            return proofs.Count > 0 ? new Uri(proofs[0].Url) : null;
        }
        catch (UnhealthyException e)
        {
            // What else it says is of an environment that ran before.
            throw new PlatformException($"{e.Seen}.", e);
        }
    }

    /// <summary>Whether there is anything of a test environment of a service.</summary>
    /// <exception cref="PlatformException">The API does not answer.</exception>
    public async Task<bool> IsLeftAsync(string service, CancellationToken cancellationToken) =>
        (await ProjectsAsync(service, cancellationToken)).Count > 0 || (await BranchesAsync(service, cancellationToken)).Count > 0;

    /// <summary>Takes away whatever there is of a service: pods, volumes, namespace, Applications, project, branch.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of what was there.</returns>
    /// <exception cref="PlatformException">Something of it does not go.</exception>
    public async Task<IReadOnlyList<string>> RemoveAsync(string service, CancellationToken cancellationToken)
    {
        var names = await ProjectsAsync(service, cancellationToken);
        foreach (var name in names)
            await RemoveOneAsync(name, cancellationToken);
        foreach (var branch in await BranchesAsync(service, cancellationToken))
            await forge.OutputAsync(cancellationToken, "update-ref", "-d", branch);
        return names;
    }

    private async Task<IReadOnlyList<string>> ProjectsAsync(string service, CancellationToken cancellationToken)
    {
        var (projects, _) = await api.ListAsync(
            ResourceKind.AppProjects, Application.ControllerNamespace, $"{TestEnvironmentPlan.Label}={service}", cancellationToken);
        return [.. projects.Select(project => project.NameOf())];
    }

    private async Task RemoveOneAsync(string name, CancellationToken cancellationToken)
    {
        var (all, _) = await api.ListAsync(ResourceKind.Applications, Application.ControllerNamespace, null, cancellationToken);
        // Each takes its objects along.
        foreach (var application in all.Where(body => body.TextAt("spec", "project") == name))
            await DeleteAsync(ResourceKind.Applications, Application.ControllerNamespace, application.NameOf(), cancellationToken);
        // A StatefulSet's volumes and what hooks made go with the namespace.
        await DeleteAsync(ResourceKind.Namespaces, "", name, cancellationToken);
        await DeleteAsync(ResourceKind.AppProjects, Application.ControllerNamespace, name, cancellationToken);
    }

    private async Task DeleteAsync(ResourceKind kind, string ns, string name, CancellationToken cancellationToken)
    {
        await api.DeleteAsync(kind, ns, name, TimeSpan.FromSeconds(30), cancellationToken);
        using var over = new CancellationTokenSource(RemovalPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            // The cache may not know yet that it is there at all, so the API is asked after each change.
            for (var version = cache.Version;
                await api.FindAsync(kind, ns, name, cancellationToken) is not null;
                version = cache.Version)
                await cache.AfterAsync(version, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException(
                $"{kind.Kind} {name} is still there {RemovalPatience.TotalMinutes:0} minutes after it was deleted: see "
                + $"'kubectl get {kind} {name} --output yaml'; the next run of this pipeline tries again.");
        }
    }

    private Task<JsonElement> CreateAsync(ResourceKind kind, JsonObject body, CancellationToken cancellationToken) =>
        api.CreateAsync(kind, Application.ControllerNamespace, JsonSerializer.SerializeToElement(body), cancellationToken);

    private async Task<IReadOnlyList<string>> BranchesAsync(string service, CancellationToken cancellationToken)
    {
        string[] prefixes = [BranchesOf(service), ForgeRepository.InPushNamespace(BranchesOf(service))];
        var refs = await forge.OutputAsync(cancellationToken, ["for-each-ref", "--format=%(refname)", .. prefixes]);
        return refs.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string BranchesOf(string service) => $"refs/heads/pipeline/{service}/";
}
