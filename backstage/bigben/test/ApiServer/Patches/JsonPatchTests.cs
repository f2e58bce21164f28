using BigBen.ApiServer.Answers;

namespace BigBen.Tests.ApiServer.Patches;

public class JsonPatchTests
{
    // Most are the examples of RFC 6902, appendix A.
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc"]}]""", """{"foo":["bar",["abc"]]}""")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData("""{"foo":["bar","qux","baz"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["bar","baz"]}""")]
    [InlineData("""{"baz":"qux"}""", """[{"op":"replace","path":"/baz","value":"boo"}]""", """{"baz":"boo"}""")]
    [InlineData("""{"a":{"b":"c"},"d":{}}""", """[{"op":"move","from":"/a/b","path":"/d/x"}]""", """{"a":{},"d":{"x":"c"}}""")]
    [InlineData("""{"foo":["x","y","z"]}""", """[{"op":"move","from":"/foo/0","path":"/foo/2"}]""", """{"foo":["y","z","x"]}""")]
    [InlineData("""{"a":{"b":[1]}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":[1]},"c":{"b":[1]}}""")]
    [InlineData("""{"a":["x","y"]}""", """[{"op":"test","path":"/a/1","value":"y"}]""", """{"a":["x","y"]}""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10},{"op":"remove","path":"/~1"}]""", """{"~1":10}""")]
    [InlineData("""{"a":["x","y"]}""", """[{"op":"remove","path":"/a/-1"}]""", """{"a":["x"]}""")]
    [InlineData("{}", """[{"op":"test","path":"/a","value":null}]""", "{}")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":2}}]""", """{"b":2}""")]
    public void Operations_are_done_in_order(string value, string patch, string expected) =>
        PatchCase.Apply("application/json-patch+json", value, patch).ShouldBeJson(expected);

    [Theory]
    [InlineData("""[{"op":"test","path":"/data/B","value":"y"}]""")]
    [InlineData("""[{"op":"remove","path":"/data/none"}]""")]
    [InlineData("""[{"op":"replace","path":"/none","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/none/deep","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/list/2","value":1}]""")]
    [InlineData("""[{"op":"add","path":"list","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/x"}]""")]
    [InlineData("""[{"op":"remove","path":"/list/x"}]""")]
    [InlineData("""[{"op":"remove","path":""}]""")]
    [InlineData("""[{"op":"replace","path":"","value":[]}]""")]
    [InlineData("""[{"op":"fly","path":"/data"}]""")]
    [InlineData("""[{"path":"/data"}]""")]
    public void What_does_not_fit_the_object_is_refused(string patch)
    {
        var refused = Should.Throw<StatusException>(
            () => PatchCase.Apply("application/json-patch+json", """{"data":{"B":"x"},"list":[1]}""", patch));
        refused.Code.ShouldBe(422);
        refused.Reason.ShouldBe(StatusReason.Invalid);
    }

    [Fact]
    public void What_is_no_list_is_refused_in_the_words_of_Kubernetes() =>
        Should.Throw<StatusException>(() => PatchCase.Apply("application/json-patch+json", "{}", "{}"))
            .Status.ToJson().ShouldBeAs(Golden.Lines("errors/answers.jsonl")
                .Single(line => line.GetProperty("what").GetString() == "JSON patch, no list").GetProperty("answer"));

    [Fact]
    public void There_are_at_most_ten_thousand_operations()
    {
        var patch = $"[{string.Join(",", Enumerable.Repeat("{}", 10_001))}]";
        Should.Throw<StatusException>(() => PatchCase.Apply("application/json-patch+json", "{}", patch)).Code.ShouldBe(413);
    }

    [Fact]
    public void Copies_that_double_the_object_again_and_again_are_refused()
    {
        var copies = Enumerable.Range(0, 20).Select(number => $$"""{"op":"copy","from":"/data","path":"/data/{{number}}"}""");

        Should.Throw<StatusException>(
                () => PatchCase.Apply("application/json-patch+json", """{"data":{"B":"x"}}""", $"[{string.Join(",", copies)}]"))
            .Code.ShouldBe(422);
    }

    [Theory]
    [InlineData("""{"op":"copy","from":"/a","path":"/a/b"}""")]
    [InlineData("""{"op":"add","path":"/b","value":{}},{"op":"move","from":"/a","path":"/b/c"},{"op":"move","from":"/b","path":"/a"}""")]
    public void An_object_that_would_be_nested_beyond_any_use_is_refused(string operations)
    {
        var patch = $"[{string.Join(",", Enumerable.Repeat(operations, 100))}]";

        Should.Throw<StatusException>(() => PatchCase.Apply("application/json-patch+json", """{"a":{}}""", patch)).Code.ShouldBe(422);
    }
}
