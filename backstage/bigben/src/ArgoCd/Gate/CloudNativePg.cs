using BigBen.ArgoCd.Applications;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>A database that CloudNativePG's operator runs, as a <c>Cluster</c> asks for it.</summary>
internal static class CloudNativePg
{
    // What it makes for a Cluster is called like it, with one of these.
    private static readonly string[] Made = ["app", "superuser", "ca", "server", "replication"];

    /// <summary>Whether an object is one.</summary>
    public static bool IsCluster(Manifest manifest) => manifest.Key is { Group: "postgresql.cnpg.io", Kind: "Cluster" };

    /// <summary>Whether the operator makes a Secret for an object; its namespace is the object's.</summary>
    public static bool Makes(Manifest cluster, string secret) => Made.Any(part => secret == $"{cluster.Key.Name}-{part}");

    /// <summary>What it takes of the Secret that it is given.</summary>
    public static IEnumerable<(string Secret, string? Key)> Needs(Manifest cluster)
    {
        var secret = $"{SecretNeed.At(cluster.Body, "spec", "bootstrap", "initdb", "secret", "name")}";
        return [(secret, "username"), (secret, "password")];
    }

    /// <summary>
    /// Why the local platform cannot run an Application's objects, as a sentence; null where it can. Other objects of operators are kept
    /// and told of as not run; without its database a service could do nothing.
    /// </summary>
    public static string? Refusal(Application application, IReadOnlyList<Manifest> objects) =>
        objects.FirstOrDefault(IsCluster) is not { } cluster
            ? null
            : $"{application.Source.ReleaseName} in {application.Project}: the local platform runs no operators, and Cluster "
                + $"{cluster.Key.Name} is one for CloudNativePG. Set the database's mode to server in "
                + $"{application.Source.ValueFiles.LastOrDefault("its values")}; a cluster with the operator takes it as it is.";
}
