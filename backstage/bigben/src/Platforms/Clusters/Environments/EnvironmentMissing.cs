using BigBen.ArgoCd;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
using BigBen.Platforms.Environments;

namespace BigBen.Platforms.Clusters.Environments;

/// <summary>What an environment in a cluster still lacks of what a commit of main says.</summary>
/// <param name="environment">The environment.</param>
/// <param name="records">Its records at the commit.</param>
/// <param name="inputs">Compares commits.</param>
internal sealed class EnvironmentMissing(string environment, IReadOnlyDictionary<string, ServiceRecord> records, SameInputs inputs)
{
    /// <summary>What keeps the root Application from having made the Applications of services; null when nothing does.</summary>
    /// <param name="objects">The cluster.</param>
    /// <param name="roots">The root Application; none where it is not there.</param>
    /// <param name="asked">The resource versions since when it is to look at git.</param>
    /// <param name="commit">The commit of main.</param>
    /// <param name="services">The services; one that has no record is to be gone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Missing?> OfRootAsync(
        ClusterObjects objects,
        IReadOnlyList<Application> roots,
        IReadOnlyDictionary<string, long> asked,
        string commit,
        IEnumerable<string> services,
        CancellationToken cancellationToken)
    {
        if (roots is not [var root])
            return new Missing($"there is no Application {ClusterSettings.RootName}");
        // Its health is that of its Applications, which are waited for next.
        return Missing.OfSight(root, asked)
            ?? Missing.OfSync(root)
            ?? (await inputs.AreAsync(root.Revision, commit, [RootApplication.Path], cancellationToken)
                ? RecordedMissing.Of(objects, environment, records, services)
                : IsAtAnother(root, commit));
    }

    /// <summary>What keeps the environment's Applications from being synced at their commits and healthy; null when nothing does.</summary>
    /// <param name="objects">The cluster.</param>
    /// <param name="applications">The Applications that are recorded.</param>
    /// <param name="asked">The resource versions since when they are to look at git.</param>
    /// <param name="wanted">By service: the commit that its record leads to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Missing?> OfApplicationsAsync(
        ClusterObjects objects,
        IReadOnlyList<Application> applications,
        IReadOnlyDictionary<string, long> asked,
        IReadOnlyDictionary<string, string> wanted,
        CancellationToken cancellationToken)
    {
        foreach (var application in applications)
        {
            var commit = wanted[application.Service];
            string[] paths = [ServiceSource.Chart, $"app/{application.Service}/deploy-config/{environment}/values.yaml"];
            if (Missing.OfSight(application, asked) is { } unseen)
                return unseen;
            // Only what it says about the wanted commit counts as a failure of that commit.
            if (application.Errors.Count == 0 && !await inputs.AreAsync(application.Revision, commit, paths, cancellationToken))
                return IsAtAnother(application, commit);
            if (Missing.Of(objects, application) is { } missing)
                return missing;
        }

        return null;
    }

    private static Missing IsAtAnother(Application application, string commit) =>
        new($"{application.Name} is at {Short(application.Revision)}, not at {commit[..7]}");

    private static string Short(string revision) => revision.Length == 0 ? "no commit yet" : revision[..Math.Min(7, revision.Length)];
}
