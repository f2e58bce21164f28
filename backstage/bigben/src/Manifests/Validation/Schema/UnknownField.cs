namespace BigBen.Manifests.Validation.Schema;

/// <summary>A field that a kind does not have.</summary>
/// <param name="Path">Where it is: <c>spec.replcas</c>.</param>
/// <param name="Holder">The object that has it.</param>
/// <param name="Name">Its name there.</param>
internal sealed record UnknownField(string Path, JsonObject Holder, string Name)
{
    /// <summary>Takes it away, in place.</summary>
    public void Drop() => Holder.Remove(Name);

    /// <summary>As errors and warnings tell of it.</summary>
    public override string ToString() => $"unknown field \"{Path}\"";
}
