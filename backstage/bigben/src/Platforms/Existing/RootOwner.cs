using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Platforms.Clusters;

namespace BigBen.Platforms.Existing;

/// <summary>The root Application that is in a cluster already, when it is that of another platform, as a colleague's.</summary>
/// <param name="Repository">The repository that it follows.</param>
/// <param name="Parameters">What it tells the environments.</param>
internal sealed record RootOwner(string Repository, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Looks for it; null where there is none, or it is the platform's own.</summary>
    /// <exception cref="PlatformException">The cluster does not answer.</exception>
    public static async Task<RootOwner?> FindAsync(KubernetesApi api, string argoCd, string platform, CancellationToken cancellationToken)
    {
        var root = await api.FindAsync(ResourceKind.Applications, argoCd, ClusterSettings.RootName, cancellationToken);
        return root is { } body && !Ownership.IsOf(body, platform) ? Read(body) : null;
    }

    /// <summary>What a platform that joins it is: told by the same values, which it must not change.</summary>
    /// <param name="record">What was asked for.</param>
    /// <exception cref="PlatformException">It was asked for something else.</exception>
    public ExistingRecord Join(ExistingRecord record)
    {
        (string Name, string Asked, string There)[] values =
        [
            ("--source", record.Source, Repository),
            ("--registry", record.Registry, Value("registry")),
            ("--domain", record.Domain, Value("domain")),
        ];
        return values.FirstOrDefault(value => value.Asked != value.There) is { Name: { } name } differing
            ? throw new PlatformException(
                $"The cluster runs a Big Ben with {name} {differing.There}, which another platform made: give {name} {differing.There} "
                + "to work with it, or take that one down first.")
            : record with { IngressClass = Value("ingressClass"), PullSecret = Value("pullSecret") };
    }

    private static RootOwner Read(JsonElement body) => new(
        new Application(body).Source.Repository,
        body.ItemsAt("spec", "source", "helm", "parameters")
            .ToDictionary(parameter => parameter.TextAt("name"), parameter => parameter.TextAt("value")));

    private string Value(string name) => Parameters.GetValueOrDefault(name, "");
}
