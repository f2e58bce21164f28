namespace BigBen.ApiServer.Http.Requests;

/// <summary>What a request is about, read from its path as Kubernetes reads it; not every such thing exists.</summary>
/// <param name="Group">The API group; empty for the core one.</param>
/// <param name="Version">The group's version.</param>
/// <param name="Namespace">The namespace; null where the path has none: the whole cluster.</param>
/// <param name="Resource">The resource's plural.</param>
/// <param name="Name">The object's name; empty for all of them.</param>
/// <param name="Subresource">The part of the object: <c>status</c>, <c>scale</c>, <c>log</c>, …; empty for the object itself.</param>
internal sealed record RequestInfo(string Group, string Version, string? Namespace, string Resource, string Name, string Subresource)
{
    private static readonly string[] OfNamespaces = ["", "status", "finalize"];

    /// <summary>Reads the path of a resource; null for every other path.</summary>
    public static RequestInfo? Of(string path)
    {
        var parts = path.Trim('/').Split('/');
        return parts switch
        {
            ["api", var version, .. var rest] => Of("", version, rest),
            ["apis", var group, var version, .. var rest] => Of(group, version, rest),
            _ => null,
        };
    }

    private static RequestInfo? Of(string group, string version, string[] rest) => rest switch
    {
        // A namespace's own parts look like resources within it.
        ["namespaces", var name, var part] when OfNamespaces.Contains(part) => new(group, version, null, "namespaces", name, part),
        ["namespaces", var ns, var resource, .. var more] when more.Length <= 2 => Of(group, version, ns, resource, more),
        [not "" and var resource, .. var more] when more.Length <= 2 => Of(group, version, null, resource, more),
        _ => null,
    };

    private static RequestInfo Of(string group, string version, string? ns, string resource, string[] rest) =>
        new(group, version, ns, resource, rest.ElementAtOrDefault(0) ?? "", rest.ElementAtOrDefault(1) ?? "");
}
