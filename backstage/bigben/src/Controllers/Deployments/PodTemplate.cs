using System.Text;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.Controllers.Deployments;

/// <summary>A Deployment's template of pods, and what tells it from others.</summary>
internal static class PodTemplate
{
    public const string HashLabel = "pod-template-hash";

    private static readonly FieldType Type = new("core.v1.PodTemplateSpec");

    // The letters of Kubernetes' generated names: no vowels and no look-alikes (k8s.io/apimachinery/pkg/util/rand).
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>
    /// The hash of a template: a 32-bit FNV-1a in letters that may stand in a name. Its form is Kubernetes', not its value, which is of
    /// Go's own rendering of the object. What has its default does not count.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="collisions">How many other templates had the same hash.</param>
    public static string HashOf(JsonElement template, long collisions)
    {
        var hash = 2166136261u;
        var text = CanonicalJson.Sorted(Defaults.Without(JsonNode.Parse(template.GetRawText()), Type))?.ToJsonString();
        foreach (var letter in Encoding.UTF8.GetBytes($"{text}{collisions}"))
            hash = (hash ^ letter) * 16777619u;
        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => Letters[digit % Letters.Length]));
    }

    /// <summary>Whether two templates make the same pods, whatever their hash labels say.</summary>
    public static bool AreSame(JsonElement one, JsonElement other) => AreSame(WithoutHash(one), WithoutHash(other));

    /// <summary>Whether two templates make the same pods, however they are written.</summary>
    public static bool AreSame(JsonNode? one, JsonNode? other) => Decoded.AreSame(one, other, Type);

    /// <summary>A copy of a template with its hash as a label.</summary>
    public static JsonObject WithHash(JsonElement template, string hash)
    {
        var copy = JsonNode.Parse(template.GetRawText())!.AsObject();
        ObjectMeta.Of(copy).MapOf("labels")[HashLabel] = hash;
        return copy;
    }

    private static JsonNode? WithoutHash(JsonElement template)
    {
        var copy = JsonNode.Parse(template.GetRawText());
        (copy?["metadata"]?["labels"] as JsonObject)?.Remove(HashLabel);
        return copy;
    }
}
