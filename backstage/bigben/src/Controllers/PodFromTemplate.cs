using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers;

/// <summary>A pod as a controller makes it of its template.</summary>
internal static class PodFromTemplate
{
    private static readonly string[] Copied = ["labels", "annotations", "finalizers"];

    /// <summary>A pod that has no name yet, but what one is made of.</summary>
    /// <param name="kind">The controller's kind.</param>
    /// <param name="owner">The controller.</param>
    /// <param name="template">The template; the one of the controller's own spec where none is given.</param>
    public static JsonObject Make(ApiResource kind, JsonElement owner, JsonElement? template = null)
    {
        template ??= owner.At("spec", "template") ?? default(JsonElement);
        var metadata = new JsonObject
        {
            ["generateName"] = $"{owner.NameOf()}-",
            ["ownerReferences"] = new JsonArray(OwnerReference.ToController(kind, owner).ToJson()),
        };
        foreach (var field in Copied)
        {
            if (template.Value.At("metadata", field) is { } value)
                metadata[field] = Node(value);
        }

        return new JsonObject
        {
            ["metadata"] = metadata,
            ["spec"] = template.Value.At("spec") is { } spec ? Node(spec) : new JsonObject(),
        };
    }

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
