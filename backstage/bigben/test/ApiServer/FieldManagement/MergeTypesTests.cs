using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.FieldManagement;

public class MergeTypesTests
{
    public static TheoryData<string> Types =>
        [.. Golden.Read("openapi/merge-types.json").EnumerateObject().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_field_is_merged_as_the_schema_says(string type)
    {
        foreach (var field in Golden.Read("openapi/merge-types.json").GetProperty(type).EnumerateObject())
        {
            var path = $"{type}.{field.Name}";
            var keys = field.Value.ItemsAt("list-map-keys").Select(key => key.GetString()!).Order(StringComparer.Ordinal);
            if (field.Value.At("list-type") is not null)
                MergeTypes.Keys(path).ShouldNotBeNull(path).ShouldBe(keys);
            if (field.Name.Length == 0)
                MergeTypes.IsAtomic(type, "").ShouldBeTrue(type);
            else if (field.Value.TextAt("map-type") is { } map)
                MergeTypes.IsAtomic("", path).ShouldBe(map == "atomic", path);
            MergeTypes.IsValue(path).ShouldBe(field.Value.At("default") is not null, path);
        }
    }
}
