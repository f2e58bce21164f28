using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Selectors;

/// <summary>What one field must be.</summary>
/// <param name="Field">The field's path, dotted.</param>
/// <param name="Value">The text that it is compared with.</param>
/// <param name="Equal">Whether it must be that, or must not.</param>
internal sealed record FieldRequirement(string Field, string Value, bool Equal)
{
    private readonly string[] _path = Field.Split('.');

    /// <summary>Whether an object's field is as required; one that is missing is empty.</summary>
    public bool Matches(JsonElement value) => string.Equals(Text(value), Value, StringComparison.Ordinal) == Equal;

    /// <summary>The same, of the object as it is kept.</summary>
    public FieldRequirement Stored(ApiResource resource) => new(EventConversion.StoredField(resource, Field), Value, Equal);

    private string Text(JsonElement value) => Field switch
    {
        "source" => value.TextAt("source", "component") is { Length: > 0 } component ? component : value.TextAt("reportingComponent") ?? "",
        "status.successful" => $"{value.NumberAt("status", "succeeded") ?? 0}",
        "status.podIPs" => string.Join(",", value.ItemsAt("status", "podIPs").Select(ip => ip.TextAt("ip"))),
        "spec.unschedulable" or "spec.hostNetwork" => value.FlagAt(_path) ? "true" : "false",
        _ => value.TextAt(_path) ?? "",
    };
}
