using System.Text.Json;

namespace BigBen.Kubernetes.Applications;

/// <summary>An Argo CD AppProject: what Applications of an environment may be and where they may go.</summary>
/// <param name="Body">The whole object.</param>
internal sealed record AppProject(JsonElement Body)
{
    /// <summary>Its name.</summary>
    public string Name => Body.NameOf();

    /// <summary>What it is for, in words.</summary>
    public string Description => Body.TextAt("spec", "description");

    /// <summary>The namespaces that its Applications may go to; patterns with <c>*</c> among them.</summary>
    public IReadOnlyList<string> Namespaces =>
        [.. Body.ItemsAt("spec", "destinations").Select(destination => destination.TextAt("namespace"))];
}
