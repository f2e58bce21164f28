namespace BigBen.ApiServer.FieldManagement;

/// <summary>Tells the entries of <c>managedFields</c> apart.</summary>
/// <param name="Name">The manager's name: <c>kubectl</c>.</param>
/// <param name="Operation">Kubernetes' <c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">The version of the object that it writes.</param>
/// <param name="Subresource">The part that it writes; empty for the object itself.</param>
internal sealed record ManagerIdentifier(string Name, string Operation, string ApiVersion, string Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>As conflicts name it: <c>"kubectl" with subresource "scale" using apps/v1</c>.</summary>
    public override string ToString()
    {
        var part = Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "";
        return $"\"{Name}\"{part}{(Operation == Update ? $" using {ApiVersion}" : "")}";
    }
}
