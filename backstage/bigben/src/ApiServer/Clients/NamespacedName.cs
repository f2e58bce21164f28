using BigBen.ApiServer.Registry;

namespace BigBen.ApiServer.Clients;

/// <summary>Which object of a kind.</summary>
/// <param name="Namespace">Its namespace; empty for a kind of the whole cluster.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct NamespacedName(string Namespace, string Name)
{
    /// <summary>The name of an object.</summary>
    public static NamespacedName Of(JsonElement value) => new(value.Text("namespace"), value.Text("name"));

    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
