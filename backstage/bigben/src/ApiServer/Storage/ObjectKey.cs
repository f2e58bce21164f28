namespace BigBen.ApiServer.Storage;

/// <summary>Where an object is kept.</summary>
/// <param name="Resource">The resource with its group, as Kubernetes writes it: <c>pods</c>, <c>deployments.apps</c>.</param>
/// <param name="Namespace">The namespace; empty for a resource that belongs to the whole cluster.</param>
/// <param name="Name">The object's name.</param>
internal readonly record struct ObjectKey(string Resource, string Namespace, string Name)
{
    /// <summary>What orders a list, as etcd's keys do: <c>developer/service-a</c>, or the name alone.</summary>
    public string Path => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";

    public override string ToString() => $"/registry/{Resource}/{Path}";
}
