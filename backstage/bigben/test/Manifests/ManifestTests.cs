using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Manifests;

namespace BigBen.Tests.Manifests;

public class ManifestTests
{
    [Fact]
    public void Scalars_are_typed_as_Helm_and_kubectl_read_them()
    {
        var data = Body("""
            int: 12
            octal: 0o17
            hex: 0x1F
            zeros: 0123
            float: 1.5
            exponent: 1e3
            switch: yes
            true: true
            null: ~
            empty:
            sha: "1234567"
            single: '12'
            folded: >-
              a
              b
            version: 1.2.3
            tagged: !!str 12
            """);

        data.ToJsonString().ShouldBe(
            """{"int":12,"octal":15,"hex":31,"zeros":83,"float":1.5,"exponent":1000,"switch":true,"true":true,"null":null,"empty":null,"""
            + """
            "sha":"1234567","single":"12","folded":"a b","version":"1.2.3","tagged":"12"}
            """);
    }

    [Fact]
    public void Anchors_and_merge_keys_are_followed()
    {
        Body("""
            base: &base { a: 1, b: 2 }
            other: { <<: *base, b: 3 }
            """)["other"]!.ToJsonString().ShouldBe("""{"b":3,"a":1}""");
    }

    [Fact]
    public void Several_documents_and_lists_are_taken_apart_and_empty_ones_left_out()
    {
        var manifests = Manifest.ParseAll(
            """
            ---
            # nothing
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: one }
            ---
            apiVersion: v1
            kind: List
            items:
            - { apiVersion: apps/v1, kind: Deployment, metadata: { name: two, namespace: other } }
            - { apiVersion: v1, kind: Namespace, metadata: { name: three } }
            """,
            "x.yaml",
            "developer");

        manifests.Select(manifest => manifest.Key).ShouldBe(
        [
            new ObjectKey("", "ConfigMap", "developer", "one"),
            new ObjectKey("apps", "Deployment", "other", "two"),
            new ObjectKey("", "Namespace", "", "three"),
        ]);
        manifests[0].Body["metadata"]!["namespace"]!.ToString().ShouldBe("developer");
    }

    [Theory]
    [InlineData("a: [1", "line 2", "not valid YAML")]
    [InlineData("a: 1\na: 2", "line 2", "uplicate key")]
    [InlineData("- 1", "document 1", "not a Kubernetes object")]
    [InlineData("---\n{}\n---\napiVersion: v1", "document 1", "no apiVersion")]
    [InlineData("apiVersion: v1\nmetadata: { name: a }", "document 1", "no kind")]
    [InlineData("apiVersion: v1\nkind: ConfigMap", "document 1", "no metadata")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: 12 }", "metadata.name is 12", "quotes")]
    [InlineData("a: .inf", "line 1", "no place in JSON")]
    [InlineData("a: !!binary x", "line 1", "tag")]
    public void Bad_input_is_told_with_its_place(string yaml, string where, string what)
    {
        var error = Should.Throw<PlatformException>(() => Manifest.ParseAll(yaml, "chart/x.yaml", "developer")).Message;
        error.ShouldContain("chart/x.yaml");
        error.ShouldContain(where);
        error.ShouldContain(what);
    }

    [Fact]
    public void The_same_object_twice_is_refused()
    {
        const string one = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n";
        Should.Throw<PlatformException>(() => Manifest.ParseAll($"{one}---\n{one}", "x.yaml", "developer"))
            .Message.ShouldContain("described twice");
    }

    [Fact]
    public void The_hash_knows_neither_order_nor_style()
    {
        var one = Only("{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { x: '1', y: '2' } }");
        var same = Only(
            "kind: ConfigMap\napiVersion: \"v1\"\nmetadata:\n  namespace: developer\n  name: a\ndata:\n  y: \"2\"\n  x: \"1\"\n");
        var other = Only("{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { x: 1, y: '2' } }");

        same.Hash.ShouldBe(one.Hash);
        other.Hash.ShouldNotBe(one.Hash);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"12\"")]
    [InlineData("12")]
    [InlineData("1.5")]
    [InlineData("\"yes\"")]
    [InlineData("\"~\"")]
    [InlineData("\"null\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\" a\"")]
    [InlineData("\"a: b # c\"")]
    [InlineData("\"- a\"")]
    [InlineData("\"http://a:80/b\"")]
    [InlineData("\"12:30\"")]
    [InlineData("\"two\\nlines\\n\"")]
    [InlineData("\"two\\nlines\"")]
    [InlineData("\"two\\n\\nlines \\n\"")]
    [InlineData("\"\\n  indented\\n\"")]
    [InlineData("\"tab\\there\"")]
    [InlineData("\"é\\u0007\\u2028😀\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{\"a\":[1,{\"b\":null}]},[]]")]
    public void Yaml_that_is_written_reads_back_the_same(string json)
    {
        var body = JsonNode.Parse(
            $$$"""{"apiVersion":"v1","kind":"X","metadata":{"name":"a","namespace":"b"},"value":{{{json}}}}""")!.AsObject();
        var manifest = Manifest.Of(body, "test", "b");

        Only(manifest.ToYaml()).Hash.ShouldBe(manifest.Hash, manifest.ToYaml());
    }

    private static Manifest Only(string yaml) => Manifest.ParseAll(yaml, "x.yaml", "developer").ShouldHaveSingleItem();

    private static JsonNode Body(string data) =>
        Only($"apiVersion: v1\nkind: X\nmetadata: {{ name: a }}\ndata:\n{string.Join('\n', data.Split('\n').Select(line => $"  {line}"))}")
            .Body["data"]!;
}
