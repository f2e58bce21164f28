using System.Text.Json;
using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.Patches;

public class MergeKeysTests
{
    // The schemas of /openapi/v3: of each type the fields with a patch strategy, and those whose types have any.
    private static readonly JsonElement Schemas = Golden.Read("openapi/patch-strategies.json");

    public static TheoryData<string> Kinds =>
    [
        .. ResourceCatalog.All
            .Where(resource => resource.Verbs.Contains("patch") && !resource.IsCustom)
            .Select(resource => resource.Kind)
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_field_is_changed_as_the_schema_says(string kind)
    {
        var schema = Schemas.EnumerateObject().First(type => type.Name.EndsWith($".{kind}", StringComparison.Ordinal)).Value;
        Compare(kind, schema, MergeKeys.Of(kind));
    }

    private static void Compare(string path, JsonElement schema, MergeKeys keys)
    {
        foreach (var expected in schema.EnumerateObject())
        {
            var field = keys.Field(expected.Name);
            field.Strategy.ShouldBe(expected.Value.TextAt("patch-strategy"), $"{path}.{expected.Name}");
            field.Key.ShouldBe(expected.Value.TextAt("patch-merge-key"), $"{path}.{expected.Name}");
            if (expected.Value.TextAt("ref") is { } type)
                Compare($"{path}.{expected.Name}", Schemas.GetProperty(type), MergeKeys.Below(field));
        }
    }
}
