using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Tables;

namespace BigBen.Tests.ApiServer.Tables;

public class TableTests
{
    public static TheoryData<string> Captured => [.. Golden.Files("tables")];

    [Theory]
    [MemberData(nameof(Captured))]
    public void Objects_are_shown_as_a_cluster_shows_them(string file)
    {
        var golden = Golden.Read(file);
        var table = Make(ResourceOf(file), golden, IncludeObject.None);

        table["columnDefinitions"].ShouldBeAs(golden.GetProperty("columnDefinitions"));
        var rows = golden.GetProperty("rows").EnumerateArray().ToList();
        table["rows"]!.AsArray().Count.ShouldBe(rows.Count);
        foreach (var (actual, expected) in table["rows"]!.AsArray().Zip(rows))
            actual!.ShouldBeAs(expected);
    }

    [Fact]
    public void Each_kind_has_as_many_cells_as_columns()
    {
        foreach (var resource in ResourceCatalog.All)
        {
            var table = Table.Of(resource, [JsonDocument.Parse("{}").RootElement], [], IncludeObject.None, DateTimeOffset.UnixEpoch);
            table["rows"]![0]!["cells"]!.AsArray().Count.ShouldBe(table["columnDefinitions"]!.AsArray().Count, resource.GroupResource);
        }
    }

    [Fact]
    public void An_object_comes_with_its_row_as_it_is_asked_for()
    {
        var golden = Golden.Read("tables/core/namespaces.json");
        var first = golden.GetProperty("objects")[0];
        JsonNode Object(IncludeObject include) => Make(ResourceOf("tables/core/namespaces.json"), golden, include)["rows"]![0]!["object"]!;

        Object(IncludeObject.Object).ShouldBeAs(first);
        var metadata = Object(IncludeObject.Metadata);
        ((string?)metadata["kind"]).ShouldBe("PartialObjectMetadata");
        ((string?)metadata["apiVersion"]).ShouldBe("meta.k8s.io/v1");
        metadata["metadata"].ShouldBeAs(first.GetProperty("metadata"));
        metadata.AsObject().Count.ShouldBe(3);
    }

    [Fact]
    public void Columns_are_not_described_again_in_a_watch()
    {
        var table = Table.Of(ResourceOf("tables/core/pods.json"), [], [], IncludeObject.None, DateTimeOffset.UnixEpoch, headers: false);
        table.ContainsKey("columnDefinitions").ShouldBeTrue();
        table["columnDefinitions"].ShouldBeNull();
    }

    private static JsonObject Make(ApiResource resource, JsonElement golden, IncludeObject include) =>
        Table.Of(resource, golden.GetProperty("objects").EnumerateArray(), [], include, CapturedAt(golden));

    // The clock of the capture: the first age in the table, added to the object's creation.
    private static DateTimeOffset CapturedAt(JsonElement golden)
    {
        var column = golden.GetProperty("columnDefinitions").EnumerateArray().ToList()
            .FindIndex(definition => definition.GetProperty("name").GetString() is "Age" or "First Seen");
        if (column < 0 || golden.GetProperty("rows").GetArrayLength() == 0)
            return DateTimeOffset.UnixEpoch;
        var age = golden.GetProperty("rows")[0].GetProperty("cells")[column].GetString()!;
        var created = golden.GetProperty("objects")[0].GetProperty("metadata").GetProperty("creationTimestamp").GetDateTimeOffset();
        return created + Parse(age);
    }

    private static TimeSpan Parse(string age)
    {
        var parts = age.TrimEnd('s').Split('m').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return parts is [var minutes, var seconds] ? new TimeSpan(0, minutes, seconds) : TimeSpan.FromSeconds(parts[0]);
    }

    private static ApiResource ResourceOf(string file)
    {
        var group = Path.GetFileName(Path.GetDirectoryName(file)) is var folder and not "core" ? folder : "";
        var plural = Path.GetFileNameWithoutExtension(file).Split('-')[0];
        return ResourceCatalog.All.Single(resource => resource.Group == group && resource.Plural == plural);
    }
}
