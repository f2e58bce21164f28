using System.Text.Json.Nodes;
using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.FieldManagement;

public class FieldSetTests
{
    // What somebody said, and what was not kept as it is what there is anyway: no seconds, an empty object.
    private static readonly string[] Zero = [".spec", ".spec.minReadySeconds"];

    // Objects that a cluster had, with their managers.
    public static TheoryData<string> Kinds =>
        [.. Golden.Lines("objects/managed-fields.jsonl").Select(line => line.TextAt("plural")!)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_cluster_wrote_is_read_and_written_the_same_and_are_fields_of_the_object(string kind)
    {
        var recorded = Golden.Lines("objects/managed-fields.jsonl").First(line => line.TextAt("plural") == kind);
        var type = MergeType.Of(TestApi.Resource(recorded.TextAt("apiVersion")!, kind));
        var value = Golden.Node(recorded.GetProperty("object"))!.AsObject();
        var all = FieldWalk.Of(value, type).Union(FieldComparison.Of([], value, type).Changed);

        foreach (var entry in value["metadata"]!["managedFields"]!.AsArray())
        {
            var set = FieldSet.Parse(entry!["fieldsV1"]).ShouldNotBeNull();

            set.ToJson().ToJsonString().ShouldBe(entry["fieldsV1"]!.ToJsonString());
            set.Difference(all).Paths().Except(Zero).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Sets_are_combined_member_by_member()
    {
        var (one, other) = (Of("""{ "f:a": {}, "f:b": { ".": {}, "f:c": {} } }"""), Of("""{ "f:b": { "f:c": {}, "f:d": {} } }"""));

        Json(one.Union(other)).ShouldBe("""{"f:a":{},"f:b":{".":{},"f:c":{},"f:d":{}}}""");
        Json(one.Intersection(other)).ShouldBe("""{"f:b":{"f:c":{}}}""");
        Json(one.Difference(other)).ShouldBe("""{"f:a":{},"f:b":{}}""");
        one.IsSame(Of("""{ "f:b": { "f:c": {}, ".": {} }, "f:a": {} }""")).ShouldBeTrue();
        one.IsSame(other).ShouldBeFalse();
    }

    [Fact]
    public void Paths_are_written_as_errors_have_them() =>
        Of("""
            { "f:a": { "k:{\"port\":80,\"protocol\":\"TCP\"}": { ".": {}, "f:x": {} } }, "f:b": { "v:\"one\"": {} } }
            """).Paths().ShouldBe([".a[port=80,protocol=\"TCP\"]", ".a[port=80,protocol=\"TCP\"].x", ".b[=\"one\"]"]);

    [Theory]
    [InlineData("""{ "a": {} }""")]
    [InlineData("""{ "f:a": 1 }""")]
    [InlineData("""[]""")]
    public void What_is_no_set_is_not_read(string json) => FieldSet.Parse(JsonNode.Parse(json)).ShouldBeNull();

    private static FieldSet Of(string json) => FieldSet.Parse(JsonNode.Parse(json))!;

    private static string Json(FieldSet set) => set.ToJson().ToJsonString();
}
