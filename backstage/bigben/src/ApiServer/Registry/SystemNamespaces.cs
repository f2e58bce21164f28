using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry;

/// <summary>The namespaces that every cluster has, whose deletion the API refuses.</summary>
internal static class SystemNamespaces
{
    private static readonly string[] Names = ["default", "kube-node-lease", "kube-public", "kube-system"];

    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>Makes those that are missing.</summary>
    public static void Ensure(IObjectStore store)
    {
        foreach (var name in Names.Where(name => store.Find(Kinds.Namespaces, "", name) is null))
            store.Create(Kinds.Namespaces, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
    }
}
