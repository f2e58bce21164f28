using System.Text;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.Patches;

/// <summary>Applies patches as a request brings them.</summary>
internal static class PatchCase
{
    public static JsonObject Apply(string type, string value, string patch, string resource = "/v1/configmaps")
    {
        var parts = resource.Split('/');
        return Patch.Parse(type, Encoding.UTF8.GetBytes(patch), ResourceCatalog.Find(parts[0], parts[1], parts[2])!)
            .Apply(JsonNode.Parse(value)!.AsObject());
    }

    /// <summary>Compares with what is expected, order of list elements included.</summary>
    public static void ShouldBeJson(this JsonNode actual, string expected)
    {
        if (!JsonNode.DeepEquals(actual, JsonNode.Parse(expected)))
            actual.ToJsonString().ShouldBe(expected);
    }
}
