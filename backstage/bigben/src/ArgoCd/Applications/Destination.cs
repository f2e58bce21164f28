using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Applications;

/// <summary>Where an Application's objects go.</summary>
/// <param name="Server">The cluster's URL; empty where it is given by name.</param>
/// <param name="Cluster">The cluster's name; empty where it is given by URL.</param>
/// <param name="Namespace">The namespace of objects that name none.</param>
internal sealed record Destination(string Server, string Cluster, string Namespace)
{
    /// <summary>The cluster that Argo CD itself runs in, by URL.</summary>
    public const string InCluster = "https://kubernetes.default.svc";

    /// <summary>The same, by name.</summary>
    public const string InClusterName = "in-cluster";

    /// <summary>Why there is no such place; null where there is.</summary>
    public string? Error =>
        (Server, Cluster) switch
        {
            ("", "") => "Destination server missing from app spec",
            (InCluster, "") or ("", InClusterName) => null,
            ("", _) => $"there are no clusters with this name: {Cluster}",
            (_, "") => $"there is no cluster with the URL {Server}: the local platform has {InCluster} alone",
            _ => $"application destination can't have both name and server defined: {Cluster} {Server}",
        };

    public static Destination Read(JsonElement destination) => new(
        destination.TextAt("server") ?? "", destination.TextAt("name") ?? "", destination.TextAt("namespace") ?? "");
}
