namespace BigBen.Platforms.Existing.Rights;

/// <summary>Something that a user must be allowed to do in a cluster.</summary>
/// <param name="Verb">The verb, such as <c>create</c>.</param>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Resource">The resource, with its subresource where it is that: <c>pods/log</c>.</param>
/// <param name="Namespace">The namespace; empty for all, or for what is in none.</param>
/// <param name="Why">What it is needed for.</param>
internal sealed record Right(string Verb, string Group, string Resource, string Namespace, string Why)
{
    /// <summary>The resource as RBAC and kubectl name it: <c>deployments.apps</c>.</summary>
    public string FullResource =>
        Group.Length == 0 ? Resource
        : Resource.Split('/', 2) is [var resource, var sub] ? $"{resource}.{Group}/{sub}"
        : $"{Resource}.{Group}";

    /// <summary>As in <c>create pods in the namespace developer</c>.</summary>
    public override string ToString() =>
        $"{Verb} {FullResource} {(Namespace.Length == 0 ? "in the whole cluster" : $"in the namespace {Namespace}")}";
}
